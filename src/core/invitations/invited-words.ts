import { accountLabel } from "../accounts/account-name.ts";
import { levelOf } from "../memberships/level.ts";
import type { Invited } from "./invite-user.ts";

/** What the requester is told at once: no more than is known. */
export function invitedWords({ account, email, asAdministrator, queued, repeated }: Invited): string {
  if (repeated) return "This was taken already. Nothing was added; watch its card.";
  const what = `the invitation of ${email} to ${accountLabel(account)} as ${levelOf(asAdministrator)}`;
  return queued
    ? `Queued: ${what}. Its card shows what becomes of it.`
    : `Recorded: ${what}. The queue cannot be reached at the moment; it will run when the queue is back.`;
}
