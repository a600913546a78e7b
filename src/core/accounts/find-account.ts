import { shorten } from "../chat/mrkdwn.ts";
import type { App } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { escapeLike } from "../text/escape-like.ts";
import { fold } from "../text/fold.ts";
import { identityKey } from "../text/identity-key.ts";
import { accountLabel } from "./account-name.ts";

const listedAtMost = 10;
/** Each word is a condition of its own; no Account is found by its twentieth. */
const wordsAtMost = 20;

/** The one Account that the words name: by API ID, else by name, in any case. Throws not-found and conflict. */
export async function findAccount(app: Pick<App, "db">, words: string): Promise<Account> {
  const key = fold(words);
  if (!key) throw new DomainError("invalid", "Name the Account, by its API ID or its name.", "accountId");
  const byApiId = await app.db.account.findUnique({ where: { apiIdKey: identityKey(words) } });
  if (byApiId) return byApiId;
  const exact = await app.db.account.findMany({
    where: { nameKey: key },
    orderBy: { id: "asc" },
    take: listedAtMost + 1,
  });
  if (exact.length === 1 && exact[0]) return exact[0];
  if (exact.length > 1) throw several(words, exact);
  const near = await searchAccounts(app, words, listedAtMost + 1);
  if (near.length === 0)
    throw new DomainError(
      "not-found",
      `No Account has the API ID or name “${shorten(words, 80)}”.`,
      "accountId",
    );
  throw several(words, near, "No Account is called exactly that.");
}

/** Accounts whose name contains all the words, or whose API ID starts with them, by name. */
export async function searchAccounts(app: Pick<App, "db">, words: string, take: number): Promise<Account[]> {
  const key = fold(words);
  const parts = key.split(" ").filter(Boolean).slice(0, wordsAtMost);
  const named = { AND: parts.map((part) => ({ nameKey: { contains: escapeLike(part) } })) };
  const where = key ? { OR: [named, { apiIdKey: { startsWith: escapeLike(key) } }] } : {};
  return app.db.account.findMany({ where, orderBy: [{ nameKey: "asc" }, { id: "asc" }], take });
}

function several(
  words: string,
  accounts: Account[],
  lead = `Several Accounts are called “${shorten(words, 80)}”.`,
): DomainError {
  const listed = accounts.slice(0, listedAtMost).map((account) => `• ${accountLabel(account)}`);
  const more = accounts.length > listed.length ? ["• …"] : [];
  return new DomainError(
    "conflict",
    [`${lead} Say which, by its API ID:`, ...listed, ...more].join("\n"),
    "accountId",
  );
}
