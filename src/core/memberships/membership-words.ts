import { accountLabel } from "../accounts/account-name.ts";
import { suspensionWords } from "../accounts/suspension.ts";
import { isolate } from "../text/isolate.ts";
import { userLabel } from "../users/user-name.ts";
import type { AccountUser } from "./list-account-users.ts";
import type { UserAccount } from "./list-user-accounts.ts";

/** One of an Account's users, in plain text. */
export function accountUserWords({ user, level, ...suspension }: AccountUser): string {
  return [isolate(userLabel(user)), level, isolate(suspensionWords(suspension))].filter(Boolean).join(" · ");
}

/** One of a User's Accounts, in plain text. */
export function userAccountWords({ account, level, ...suspension }: UserAccount): string {
  const whole = account.suspendedAt ? `Account ${suspensionWords(account)}` : "";
  return [isolate(accountLabel(account)), level, isolate(suspensionWords(suspension)), isolate(whole)]
    .filter(Boolean)
    .join(" · ");
}
