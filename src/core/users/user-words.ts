import { accountLabel } from "../accounts/account-name.ts";
import type { User } from "../generated/prisma/client.ts";
import { levelOf } from "../memberships/level.ts";
import { isolate } from "../text/isolate.ts";
import { momentWords } from "../text/moment-words.ts";
import type { UserProfile } from "./look-up-user.ts";

/** A User, line by line, in plain text. */
export function userProfileWords({ user, accounts, invitations }: UserProfile): string[] {
  const name = `${user.firstName} ${user.lastName}`.trim();
  return [
    `User ID: ${isolate(user.username)}`,
    name ? `Name: ${isolate(name)}` : "",
    `E-mail: ${user.email ? isolate(user.email) : "none"}`,
    `Password: ${passwordState(user)}`,
    `Created: ${momentWords(user.createdAt)}`,
    ...invitations.map(
      ({ account, asAdministrator, expiresAt }) =>
        `Open invitation to ${isolate(accountLabel(account))} as ${levelOf(asAdministrator)}, until ${momentWords(expiresAt)}`,
    ),
    `Accounts: ${accounts}`,
  ].filter(Boolean);
}

function passwordState({ passwordHash, mustChangePassword }: User): string {
  if (passwordHash === null) return "none yet";
  return mustChangePassword ? "temporary, must be changed at the next sign-in" : "set";
}
