import { accountLabel } from "../accounts/account-name.ts";
import { suspensionWords } from "../accounts/suspension.ts";
import { isolate } from "../text/isolate.ts";
import { userLabel } from "../users/user-name.ts";
import type { AccountUser } from "./list-account-users.ts";
import type { UserAccount } from "./list-user-accounts.ts";
import { standingWords } from "./standing-words.ts";

/** One of an Account's users, in plain text, as somebody in this zone reads it. */
export function accountUserWords({ user, level, until, ...suspension }: AccountUser, zone = "UTC"): string {
  const stands = standingWords({ level, until }, zone);
  return [isolate(userLabel(user)), stands, isolate(suspensionWords(suspension))].filter(Boolean).join(" · ");
}

/** One of a User's Accounts, in plain text, as somebody in this zone reads it. */
export function userAccountWords(
  { account, level, until, ...suspension }: UserAccount,
  zone = "UTC",
): string {
  const stands = standingWords({ level, until }, zone);
  const whole = account.suspendedAt ? `Account ${suspensionWords(account)}` : "";
  return [isolate(accountLabel(account)), stands, isolate(suspensionWords(suspension)), isolate(whole)]
    .filter(Boolean)
    .join(" · ");
}
