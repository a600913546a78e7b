import { createHash } from "node:crypto";
import { shorten } from "../chat/mrkdwn.ts";

/** What of an Account can be changed in its settings. */
export interface AccountSettings {
  name: string;
  apiId: string;
  description: string;
  /** The warning of an Account that is marked sensitive; "" and null alike where it is not. */
  sensitiveBecause: string | null;
}

const labels = {
  name: "Name",
  apiId: "API ID",
  description: "Description",
  sensitiveBecause: "Sensitive",
} as const;

export type Setting = keyof typeof labels;

export interface Difference {
  setting: Setting;
  from: string;
  to: string;
}

/** What stands and what was shown are the same while their marks are. */
export function settingsMark({ name, apiId, description, sensitiveBecause }: AccountSettings): string {
  return createHash("sha256")
    .update(JSON.stringify([name, apiId, description, sensitiveBecause ?? ""]))
    .digest("base64url");
}

/** What would become different. A setting that is left out stays as it is. */
export function differences(
  stands: AccountSettings,
  wanted: { [S in Setting]?: string | undefined },
): Difference[] {
  return (Object.keys(labels) as Setting[]).flatMap((setting) => {
    const [from, to] = [stands[setting] ?? "", wanted[setting]];
    return to === undefined || to === from ? [] : [{ setting, from, to }];
  });
}

export function differenceWords({ setting, from, to }: Difference): string {
  return `${labels[setting]}: ${quoted(from)} becomes ${quoted(to)}.`;
}

const quoted = (text: string) => (text ? `“${shorten(text, 150)}”` : "nothing");
