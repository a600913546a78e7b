import type { Part } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import type { PasswordWay } from "./create-user-input.ts";
import { passwordLinkState } from "./password-link.ts";

/** The outcome of a Request whose temporary password its requester has seen. */
export const shownOutcome = "password-shown";

/** How the password of a Request that is done stands. */
export async function passwordNote(
  app: App,
  request: RequestRow,
  { way, username }: { way: PasswordWay; username: string },
): Promise<Part[]> {
  if (way === "temporary") return [temporaryNote(request, username)];
  const link = await app.db.passwordLink.findFirst({ where: { requestId: request.id } });
  const again = `/cyclr reset-password ${username} sends a new one.`;
  if (!link) return [`The link no longer works. ${again}`];
  const state = passwordLinkState(link, app.clock());
  if (state === "expired") return [`The link was not used in time and no longer works. ${again}`];
  if (state === "used") return ["The password was set at ", { time: link.usedAt ?? app.clock() }, "."];
  const mailed = request.mailedAt ?? app.clock();
  const until = { time: link.expiresAt };
  return [
    "Mail with a link to set a password handed to the mail server at ",
    { time: mailed },
    ". It works once, until ",
    until,
    ".",
  ];
}

function temporaryNote({ outcome }: RequestRow, username: string): string {
  return outcome === shownOutcome
    ? "The temporary password was shown to its requester, once. It has to be changed at the first sign-in."
    : `Its requester can show the temporary password, once: by the button, or with /cyclr user ${username}.`;
}
