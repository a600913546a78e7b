import { partnerName } from "../../core/partner/partner-name.ts";
import { signedIn } from "../sessions/signed-in.ts";
import type { WebContext } from "../web-context.ts";

/** What each page of a User's settings tells. */
export async function loadSettings(c: WebContext) {
  return { user: signedIn(c).user, partnerName: await partnerName(c.var.app), site: c.var.site };
}

export type LoadedSettings = Awaited<ReturnType<typeof loadSettings>>;
