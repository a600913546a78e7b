import { accountLabel } from "../accounts/account-name.ts";
import type { App } from "../context.ts";
import type { CardWords, RequestRow } from "../requests/request-kind.ts";
import { standardCard } from "../requests/standard-card.ts";
import { userLabel } from "../users/user-name.ts";
import type { AddAccountsInput } from "./add-accounts.ts";
import { levelOf } from "./level.ts";

const notes: Record<string, string> = {
  added: "Each Account at its level. Sub-accounts and parents stay as they are.",
  "added-some": "Some of these somebody else gave in the meantime; they stay at the level that they have.",
  already: "Somebody else gave all of these in the meantime. Nothing had to be changed.",
};

export async function addAccountsCard(
  app: App,
  request: RequestRow,
  { userId, accountIds, administratorOf }: AddAccountsInput,
): Promise<CardWords> {
  const user = await app.db.user.findUnique({ where: { id: userId } });
  const levels = [
    [levelOf(false), await labels(app, accountIds)],
    [levelOf(true), await labels(app, administratorOf)],
  ] as const;
  return standardCard(app, request, {
    noun: "Adding Accounts",
    fields: [
      ["User", user ? userLabel(user) : "a User who was deleted"],
      ...levels
        .filter(([, accounts]) => accounts.length > 0)
        .map(([level, accounts]): [string, string] => [level, accounts.join(", ")]),
    ],
    done: request.outcome === "already" ? "Accounts added before" : "Accounts added",
    note: notes[request.outcome ?? ""] ?? "",
  });
}

async function labels({ db }: App, ids: string[]): Promise<string[]> {
  const found = await db.account.findMany({ where: { id: { in: ids } } });
  return ids.map((id) => {
    const account = found.find((one) => one.id === id);
    return account ? accountLabel(account) : "an Account that was deleted";
  });
}
