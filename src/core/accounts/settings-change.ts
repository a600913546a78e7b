import type { App } from "../context.ts";
import type { Difference, Setting } from "./account-settings.ts";

export const settingsChanged = "account-settings-changed";

/** What a Request changed, as the audit has it: the Account itself may have been changed again. */
export async function settingsChange({ db }: Pick<App, "db">, requestId: string): Promise<Difference[]> {
  const event = await db.auditEvent.findFirst({ where: { requestId, action: settingsChanged } });
  const before = (event?.before ?? {}) as Record<string, string>;
  const after = (event?.after ?? {}) as Record<string, string>;
  return Object.entries(after).map(([setting, to]) => ({
    setting: setting as Setting,
    from: before[setting] ?? "",
    to,
  }));
}
