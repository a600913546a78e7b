import { accountLabel } from "../accounts/account-name.ts";
import type { Card } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { userLabel } from "../users/user-name.ts";

/** Whose Membership, and of which Account, as a card shows it. */
export async function membershipFields(
  { db }: Pick<App, "db">,
  request: RequestRow,
  userId: string,
): Promise<Card["fields"]> {
  const user = await db.user.findUnique({ where: { id: userId } });
  return [
    ["User", user ? userLabel(user) : "a User who was deleted"],
    ["Account", request.account ? accountLabel(request.account) : "an Account that was deleted"],
  ];
}
