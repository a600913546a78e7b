import type { App } from "../../context.ts";
import type { Account } from "../../generated/prisma/client.ts";
import { accountLabel } from "./account-name.ts";
import { userLabel } from "./user-name.ts";

/** A User as a card names them, also one who was deleted meanwhile: the audit keeps the name. */
export async function userNamed({ db }: Pick<App, "db">, userId: string): Promise<string> {
  const user = await db.user.findUnique({ where: { id: userId } });
  if (user) return userLabel(user);
  return (await keptName(db, "user", userId)) ?? "a User who was deleted";
}

interface About {
  account: Account | null;
  /** The Request's; it still says which Account was meant. */
  input: unknown;
}

/** The Account of a Request as its card names it, also one that was deleted meanwhile. */
export async function accountNamed({ db }: Pick<App, "db">, { account, input }: About): Promise<string> {
  if (account) return accountLabel(account);
  const { accountId } = (input ?? {}) as { accountId?: unknown };
  const name = typeof accountId === "string" ? await keptName(db, "account", accountId) : undefined;
  return name ?? "an Account that was deleted";
}

async function keptName(
  db: App["db"],
  subjectKind: "user" | "account",
  subjectId: string,
): Promise<string | undefined> {
  const event = await db.auditEvent.findFirst({
    where: { subjectKind, subjectId, subjectName: { not: "" } },
    orderBy: { id: "desc" },
    select: { subjectName: true },
  });
  return event ? `${event.subjectName}, deleted since` : undefined;
}
