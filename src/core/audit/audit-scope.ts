import { shorten } from "../kernel/text/mrkdwn.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { fold } from "../kernel/text/fold.ts";
import { addressKey, identityKey } from "../kernel/text/identity-key.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import { loadAccount } from "../kernel/levels/load-account.ts";
import { consoleUserById } from "../console-users/remove-console-user.ts";
import { loadUser } from "../users/reset-password.ts";

/** Of whom or what entries are read; everything where there is none. */
export interface AuditScope {
  kind: ScopeKind;
  /** Of an address, its key. */
  id: string;
  label: string;
}

export const scopeKinds = ["user", "account", "console-user", "address"] as const;
export type ScopeKind = (typeof scopeKinds)[number];

interface Sought {
  words: string;
  /** Where one of several of that name is meant. */
  kind?: ScopeKind | undefined;
}

/**
 * The User, Account or Console User that the words name, of those that are and, after them, of those that were deleted.
 * Throws not-found and conflict. The caller has checked the permission.
 */
export async function findAuditScope({ db }: Pick<App, "db">, { words, kind }: Sought): Promise<AuditScope> {
  const known = (
    await Promise.all([
      usersOf(db, words),
      accountsOf(db, words),
      consoleUsersOf(db, words),
      addressesOf(db, addressKey(words)),
    ])
  ).flat();
  // A User's entries have those of their invitations among them.
  const hidden = kind ? undefined : known.some((one) => one.kind === "user") ? "address" : undefined;
  const found = known.filter((one) => (kind ? one.kind === kind : one.kind !== hidden));
  const [only, ...others] = found.length > 0 ? found : await deletedOf(db, words, kind);
  const name = shorten(words, 80);
  if (!only) {
    const sorts = kind ? nouns[kind] : "User, Account, Console User or invited address";
    throw new DomainError(
      "not-found",
      `No ${sorts} is or was called “${name}”. Give the whole user ID, e-mail, API ID or name.`,
    );
  }
  if (others.length === 0) return only;
  const listed = [only, ...others].slice(0, 10).map((one) => `• ${one.kind} ${one.label}`);
  const advice = `Put one of ${scopeKinds.join(", ")} first, then the API ID or the e-mail:`;
  throw new DomainError("conflict", [`Several are called “${name}”. ${advice}`, ...listed].join("\n"));
}

const nouns = {
  user: "User",
  account: "Account",
  "console-user": "Console User",
  address: "invited address",
};

async function usersOf(db: App["db"], words: string): Promise<AuditScope[]> {
  const users = await Promise.all([
    db.user.findUnique({ where: { usernameKey: identityKey(words) } }),
    db.user.findUnique({ where: { emailKey: addressKey(words) } }),
  ]);
  const [user] = users.filter((one) => one !== null);
  return user ? [{ kind: "user", id: user.id, label: userLabel(user) }] : [];
}

async function accountsOf(db: App["db"], words: string): Promise<AuditScope[]> {
  const byApiId = await db.account.findUnique({ where: { apiIdKey: identityKey(words) } });
  const accounts = byApiId
    ? [byApiId]
    : await db.account.findMany({ where: { nameKey: fold(words) }, orderBy: { id: "asc" }, take: 10 });
  return accounts.map((account) => ({ kind: "account", id: account.id, label: accountLabel(account) }));
}

/** The removed as well: what they did stays. */
async function consoleUsersOf(db: App["db"], words: string): Promise<AuditScope[]> {
  const mentioned = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(words.trim())?.[1];
  const team = await db.consoleUser.findMany({ orderBy: { emailKey: "asc" } });
  const emailKey = addressKey(words);
  const exact = team.filter(
    (one) => one.emailKey === emailKey || (mentioned && one.chatUserId === mentioned),
  );
  const named = exact.length > 0 ? exact : team.filter((one) => fold(nameOf(one)) === fold(words));
  return named.map((one) => ({ kind: "console-user", id: one.id, label: `${nameOf(one)} (${one.email})` }));
}

/** Whom somebody invited, User or not. */
async function addressesOf(db: App["db"], key: string): Promise<AuditScope[]> {
  const invited = await db.invitation.findFirst({ where: { emailKey: key }, select: { email: true } });
  return invited ? [{ kind: "address", id: key, label: invited.email }] : [];
}

const deletable: ScopeKind[] = ["user", "account"];

async function deletedOf(db: App["db"], words: string, kind: ScopeKind | undefined): Promise<AuditScope[]> {
  const name = words.trim();
  const insensitive = "insensitive" as const;
  const rows = await db.auditEvent.findMany({
    where: {
      subjectId: { not: null },
      OR: [
        {
          subjectKind: { in: deletable.filter((one) => !kind || one === kind) },
          subjectName: { equals: name, mode: insensitive },
        },
        // An Account stands there with its API ID behind its name.
        ...(!kind || kind === "account"
          ? [
              { subjectKind: "account", subjectName: { endsWith: ` (${name})`, mode: insensitive } },
              { subjectKind: "account", subjectName: { startsWith: `${name} (`, mode: insensitive } },
            ]
          : []),
      ],
    },
    distinct: ["subjectKind", "subjectId"],
    orderBy: { id: "desc" },
    select: { subjectKind: true, subjectId: true, subjectName: true },
    take: 10,
  });
  return rows.map(({ subjectKind, subjectId, subjectName }) => ({
    kind: subjectKind as ScopeKind,
    id: subjectId ?? "",
    label: `${subjectName}, deleted`,
  }));
}

interface Chosen {
  userId?: string | undefined;
  accountId?: string | undefined;
  consoleUserId?: string | undefined;
}

/** The one that was chosen among what there is; undefined for everything. Throws invalid at the second of two. */
export async function chosenScope(
  ctx: Context<ConsoleUserActor>,
  { userId, accountId, consoleUserId }: Chosen,
): Promise<AuditScope | undefined> {
  if ([userId, accountId, consoleUserId].filter(Boolean).length > 1) {
    const field = consoleUserId ? "consoleUserId" : "accountId";
    throw new DomainError("invalid", "Choose one of User, Account and Console User, or none.", field);
  }
  if (userId) return { kind: "user", id: userId, label: userLabel(await loadUser(ctx.db, userId)) };
  if (accountId)
    return { kind: "account", id: accountId, label: accountLabel(await loadAccount(ctx.db, accountId)) };
  if (!consoleUserId) return undefined;
  const one = await consoleUserById(ctx, consoleUserId);
  return { kind: "console-user", id: one.id, label: `${nameOf(one)} (${one.email})` };
}
