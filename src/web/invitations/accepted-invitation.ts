import { readCookie, writeCookie } from "../cookies.ts";
import { isSigned, sign } from "../signature.ts";
import type { WebContext } from "../web-context.ts";

export interface AcceptedInvitation {
  username: string;
  accountName: string;
  asAdministrator: boolean;
}

const cookieName = "accepted";
const lifeSeconds = 60 * 60;

/** Lets this browser, and no other, read for an hour what has been set up. */
export function rememberAccepted(c: WebContext, invitationId: string): void {
  const signature = sign(c.var.app.secretKeys, cookieName, invitationId);
  writeCookie(c, cookieName, `${invitationId}.${signature}`, { lifeSeconds });
}

export async function acceptedInvitation(c: WebContext): Promise<AcceptedInvitation | undefined> {
  const [id = "", signature = ""] = (readCookie(c, cookieName) ?? "").split(".");
  const { db, secretKeys } = c.var.app;
  if (!isSigned(secretKeys, cookieName, id, signature)) return undefined;
  const invitation = await db.invitation.findUnique({
    where: { id },
    include: { account: true, acceptedBy: true },
  });
  if (!invitation?.acceptedBy) return undefined;
  const { account, acceptedBy, asAdministrator } = invitation;
  return { username: acceptedBy.username, accountName: account.name, asAdministrator };
}
