import { userNamed } from "../kernel/names/deleted-names.ts";
import { openInvitationsAt } from "../kernel/links/end-invitations.ts";
import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import type { Transaction, Database } from "../kernel/database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { invalidateGrants } from "../kernel/requests/invalidate-card.ts";
import { type ChangeOrigin, defineChange } from "../kernel/requests/define-change.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { counted } from "../kernel/text/counted.ts";
import { loadUser } from "./reset-password.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import type { Account, Prisma, User } from "../generated/prisma/client.ts";
import { activeAt } from "../kernel/levels/active-grant.ts";
import { levelAt, type MembershipLevel, levelOf } from "../kernel/levels/require-level.ts";
import { DomainError } from "../kernel/errors.ts";
import { escapeLike } from "../kernel/text/escape-like.ts";
import { fold } from "../kernel/text/fold.ts";
import { addressKey, identityKey, tidyTyped } from "../kernel/text/identity-key.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { revokeSentInvitations, sentInvitationWords } from "./sent-invitations.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { unshownRequest } from "./show-temporary-password.ts";
import { removeInCloud } from "../kernel/requests/remove-in-cloud.ts";
import { hint } from "../kernel/text/command-hint.ts";

const include = { account: true, link: true } as const;
export type InvitationOfUser = Prisma.InvitationGetPayload<{ include: typeof include }>;

const atMost = 5;

/** Invitations to an e-mail that can still be accepted, the latest first. */
export async function openInvitationsOf(
  db: Database | Transaction,
  { emailKey, accountId, now }: { emailKey: string | null; accountId?: string; now: Date },
): Promise<InvitationOfUser[]> {
  if (emailKey === null) return [];
  return db.invitation.findMany({
    where: { emailKey, ...openInvitationsAt(now), ...(accountId && { accountId }) },
    orderBy: { createdAt: "desc" },
    take: atMost,
    include,
  });
}

/** What goes on being open when the User is gone. */
export function staysOpenWords(invitations: InvitationOfUser[]): string[] {
  return invitations.map(
    ({ email, account }) =>
      `The invitation of ${email} to ${shorten(accountLabel(account), 60)} stays open. ${hint("revoke-invitation")} ends it.`,
  );
}

interface UserLoss {
  account: Account;
  level: MembershipLevel;
  /** No other Administrator is left on the Account. */
  last: boolean;
}

/** Every Account that a User loses by being deleted, by name. */
async function userLosses(db: Database | Transaction, userId: string, now: Date): Promise<UserLoss[]> {
  const memberships = await db.membership.findMany({
    where: { userId },
    include: { account: true, grants: true },
    orderBy: { account: { nameKey: "asc" } },
  });
  const others = { userId: { not: userId }, suspendedAt: null, grants: { some: activeAt(now) } };
  const alone = await db.membership.findMany({
    where: { userId, grants: { some: activeAt(now) }, account: { memberships: { none: others } } },
    select: { accountId: true },
  });
  const left = new Set(alone.map(({ accountId }) => accountId));
  return memberships.map(({ account, grants }) => ({
    account,
    level: levelAt(grants, now),
    last: left.has(account.id),
  }));
}

/** So few, and so short, that a confirmation of 3,000 characters has room for the warnings as well. */
const namedAtMost = 20;
const warnedOfAtMost = 5;
const nameLength = 60;

/** Each Account with its level; past a few, how many more. */
function userLossWords(losses: UserLoss[]): string[] {
  const named = losses
    .slice(0, namedAtMost)
    .map(({ account, level }) => `${nameOf(account)}: ${level} before`);
  const more = losses.length - named.length;
  return more > 0 ? [...named, `and ${counted(more, "more Account")}`] : named;
}

function lastAdministratorWarnings(losses: UserLoss[]): string[] {
  const left = losses.filter(({ last }) => last).map(({ account }) => nameOf(account));
  if (left.length === 0) return [];
  const more = left.length - warnedOfAtMost;
  const named = left.slice(0, warnedOfAtMost).join(", ");
  return [
    `Left without an Administrator: ${named}${more > 0 ? ` and ${counted(more, "more Account")}` : ""}.`,
  ];
}

const nameOf = (account: Account) => shorten(accountLabel(account), nameLength);

export const deleteUserInput = z.object({ userId: z.uuid("Choose a User.") });

const deleted = "user-deleted";

/** Deletes a User everywhere: every Membership and every link goes along. The audit keeps the name. */
export const deleteUserRequest = defineChange({
  kind: "delete-user",
  input: deleteUserInput,
  needs: "users:manage",
  undo: "Nothing can bring back what it removed.",

  async plan(ctx, { userId }) {
    const now = ctx.clock();
    const user = await loadUser(ctx.db, userId);
    const losses = await userLosses(ctx.db, userId, now);
    const invitations = await openInvitationsOf(ctx.db, { emailKey: user.emailKey, now });
    return {
      accountIds: losses.map(({ account }) => account.id),
      dedupeKey: `delete-user:${userId}`,
      what: `the deletion of the User ${user.username}`,
      effects: [
        `The User ${shorten(userLabel(user), 200)} is deleted, and loses ${counted(losses.length, "Account")}.`,
        ...userLossWords(losses),
      ],
      warnings: [
        ...lastAdministratorWarnings(losses),
        `This cannot be undone. ${hint("remove-user")} takes a single Account instead.`,
        ...staysOpenWords(invitations),
        ...(await sentInvitationWords(ctx.db, { userId, username: user.username }, now)),
      ],
      needsConfirmation: true,
    };
  },

  change: { apply: remove },

  async card(app, request, { userId }) {
    const gone = await deletionOf(app, request.id);
    const already = request.outcome === "already";
    return standardCard(app, request, {
      noun: "User deletion",
      fields: [["User", gone?.subjectName ?? (await userNamed(app, userId))]],
      done: already ? "User already deleted" : "User deleted",
      note: already
        ? "There was nothing to change."
        : `Deleted everywhere, with ${counted(accountsIn(gone?.before), "Account")}. The audit keeps the name.`,
    });
  },
});

async function remove(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  after: After,
  { userId }: z.infer<typeof deleteUserInput>,
  { requestId }: ChangeOrigin,
): Promise<"deleted" | "already"> {
  // Held, so that no Account is added between what is read and what is deleted.
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`;
  const user = await tx.user.findUnique({ where: { id: userId } });
  if (!user) return "already";
  const losses = await userLosses(tx, userId, ctx.clock());
  await invalidateGrants(tx, after, { membership: { userId }, endedAt: null }, ctx.clock());
  const because = `${user.username}, who sent it, was deleted`;
  await revokeSentInvitations(tx, ctx, { userId, requestId, now: ctx.clock(), because });
  for (const { account } of losses)
    await removeInCloud(ctx, tx, after, { userId, accountId: account.id, requestId });
  await tx.user.delete({ where: { id: userId } });
  const { username, firstName, lastName, email } = user;
  for (const { account, level } of losses)
    await recordAudit(tx, ctx, {
      action: "membership-removed",
      subject: { kind: "user", id: userId, name: username },
      accountId: account.id,
      requestId,
      before: { level },
    });
  await recordAudit(tx, ctx, {
    action: deleted,
    subject: { kind: "user", id: userId, name: userLabel(user) },
    requestId,
    before: { username, firstName, lastName, email, accounts: losses.length },
  });
  return "deleted";
}

/** What the audit has kept of the User whom a Request deleted. */
function deletionOf({ db }: App, requestId: string) {
  return db.auditEvent.findFirst({ where: { requestId, action: deleted } });
}

function accountsIn(before: unknown): number {
  return z.object({ accounts: z.number() }).safeParse(before).data?.accounts ?? 0;
}

const listedAtMost = 10;
/** With fewer characters the index that finds them inside a word is of no use, and a million rows would be read. */
export const trigram = 3;

/**
 * The one User that the words name: by user ID, else by e-mail, in any case. Throws not-found, and conflict where they name
 * nobody exactly, or two: somebody may have taken a user ID that is another's address.
 */
export async function findUser(app: Pick<App, "db">, words: string, field = "userId"): Promise<User> {
  const typed = tidyTyped(words);
  const key = identityKey(typed);
  if (!key) throw new DomainError("invalid", "Name the User, by user ID or e-mail.", field);
  const byUsername = await app.db.user.findUnique({ where: { usernameKey: key } });
  const byEmail = await app.db.user.findUnique({ where: { emailKey: addressKey(typed) } });
  if (byUsername && byEmail && byUsername.id !== byEmail.id)
    throw new DomainError(
      "conflict",
      [
        `“${shorten(words, 80)}” is the user ID of one User and the e-mail of another. Nothing was done. Decide which User you mean, and name that one in a way that does not fit the other:`,
        ...[byUsername, byEmail].map((user) => `• ${userLabel(user)}`),
      ].join("\n"),
      field,
    );
  const found = byUsername ?? byEmail;
  if (found) return found;
  const near = await searchUsers(app, words, listedAtMost + 1);
  if (near.length === 0)
    throw new DomainError("not-found", `No User has the user ID or e-mail “${shorten(words, 80)}”.`, field);
  const listed = near.slice(0, listedAtMost).map((user) => `• ${userLabel(user)}`);
  const lead = `No User has exactly the name “${shorten(words, 80)}”. Give the user ID of the one you mean:`;
  throw new DomainError(
    "conflict",
    [lead, ...listed, ...(near.length > listedAtMost ? ["• …"] : [])].join("\n"),
    field,
  );
}

/** Users whose user ID or e-mail contains the words, or begins with what is too short to be looked for inside, by user ID. */
export function searchUsers({ db }: Pick<App, "db">, words: string, take: number): Promise<User[]> {
  return db.user.findMany({ where: usersNamedLike(words), orderBy: { usernameKey: "asc" }, take });
}

/** The same as a condition of a query; everybody where there are no words. */
export function usersNamedLike(words: string): Prisma.UserWhereInput {
  const key = fold(words);
  const text = escapeLike(key);
  const fits = key.length < trigram ? { startsWith: text } : { contains: text };
  const inDns = escapeLike(addressKey(words));
  const named = [{ usernameKey: fits }, { emailKey: fits }, { emailKey: { startsWith: inDns } }];
  return key ? { OR: inDns === text ? named.slice(0, 2) : named } : {};
}

/** A User, line by line, in plain text. */
export function userProfileWords({ user, accounts, invitations }: UserProfile): string[] {
  const name = `${user.firstName} ${user.lastName}`.trim();
  return [
    `User ID: ${isolate(user.username)}`,
    name ? `Name: ${isolate(name)}` : "",
    `E-mail: ${user.email ? isolate(user.email) : "none"}`,
    `Password: ${passwordState(user)}`,
    `Created: ${moment(user.createdAt)}`,
    ...invitations.map(
      ({ account, asAdministrator, link }) =>
        `Open invitation to ${isolate(accountLabel(account))} as ${levelOf(asAdministrator)}, until ${moment(link.expiresAt)}`,
    ),
    `Accounts: ${accounts}`,
  ].filter(Boolean);
}

function passwordState({ passwordHash, mustChangePassword }: User): string {
  if (passwordHash === null) return "none yet";
  return mustChangePassword ? "temporary, must be changed at the next sign-in" : "set";
}

export interface UserProfile {
  user: User;
  accounts: number;
  invitations: InvitationOfUser[];
  /** The caller's Request whose temporary password can still be shown. */
  temporaryPassword: string | undefined;
}

/** What one look at a User tells, but for the Accounts, which are read page by page. */
export async function lookUpUser(ctx: Context<ConsoleUserActor>, words: string): Promise<UserProfile> {
  await requirePermission(ctx, "users:view", "user");
  const user = await findUser(ctx, words);
  const [accounts, invitations, temporaryPassword] = await Promise.all([
    ctx.db.membership.count({ where: { userId: user.id } }),
    openInvitationsOf(ctx.db, { emailKey: user.emailKey, now: ctx.clock() }),
    unshownRequest(ctx, user),
  ]);
  return { user, accounts, invitations, temporaryPassword };
}
