import { type Access, accessOf, allows, type Permission } from "../access/access.ts";
import { holdClient, lackedByClient, readClient } from "../access/require-access-change.ts";
import { recordRefusal } from "../audit/record-audit.ts";
import type { AccountActor, ApiClientActor, Context } from "../../context.ts";
import type { Transaction, Database } from "../database.ts";
import { ApprovalNeeded, DomainError } from "../errors.ts";
import type { Account, ApiClient } from "../../generated/prisma/client.ts";
import { pipelined } from "../pipelined.ts";
import { partOf, quotedColumns, run, statement } from "../statement.ts";
import { type After, transact } from "../outbox/transact.ts";

/** Something that is tried in an Account: what it is called in the audit if it is refused. */
export interface Attempt {
  accountId: string;
  attempted: string;
}

/**
 * Changes something in an Account, in one transaction that nobody else's change of this Account can overlap: the access that
 * it was begun with holds to its end. Throws forbidden; the refusal is audited.
 */
export async function workInAccount<Result>(
  ctx: Context<AccountActor>,
  attempt: Attempt,
  work: (tx: Transaction, account: Account, after: After) => Promise<Result>,
): Promise<Result> {
  const { accountId } = attempt;
  const done = await transact(ctx, async (tx, after) => {
    const admission = await admitAndHold(tx, ctx.actor, accountId);
    return "refusal" in admission ? admission : { result: await work(tx, admission.account, after) };
  });
  return "refusal" in done ? refuseCall(ctx, attempt, done.refusal) : done.result;
}

/**
 * Changes something of the Partner's, for an application whose token reaches all of it: the client holds to the end of the
 * transaction. `first` is what has to be locked before it. Throws forbidden; the refusal is audited.
 */
export async function workForPartner<Result>(
  ctx: Context<ApiClientActor>,
  attempted: string,
  work: (tx: Transaction, after: After) => Promise<Result>,
  { first }: { first?: ((tx: Transaction) => Promise<unknown>) | undefined } = {},
): Promise<Result> {
  return unlessUnapproved(ctx, attempted, async () => {
    const done = await transact(ctx, async (tx, after): Promise<{ refusal: string } | { result: Result }> => {
      await first?.(tx);
      const refusal =
        ctx.actor.onlyAccountId === null
          ? refusalOfClient(ctx.actor, await holdClient(tx, ctx.actor.id))
          : outOfReach(ctx.actor);
      return refusal ? { refusal } : { result: await work(tx, after) };
    });
    return "refusal" in done ? refuseCall(ctx, { attempted }, done.refusal) : done.result;
  });
}

/** Has it in the audit where people would have to approve what was tried. Throws ApprovalNeeded on. */
export async function unlessUnapproved<Result>(
  ctx: Context<AccountActor>,
  attempted: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApprovalNeeded)) throw error;
    return refuseCall(ctx, { attempted }, error.message, error);
  }
}

/** The Account, for reading: as the call has entered it already, if it has. Throws forbidden; the refusal is audited. */
export async function enterAccount(ctx: Context<AccountActor>, attempt: Attempt): Promise<Account> {
  if (ctx.entered?.id === attempt.accountId) return ctx.entered;
  const admission = await admit(ctx.db, ctx.actor, attempt.accountId);
  return "refusal" in admission ? refuseCall(ctx, attempt, admission.refusal) : admission.account;
}

/** Throws forbidden, and has it in the audit: see `recordRefusal`. */
export async function refuseCall(
  ctx: Context<AccountActor>,
  { accountId, attempted }: Pick<Attempt, "attempted"> & Partial<Attempt>,
  because: string,
  error = new DomainError("forbidden", because),
): Promise<never> {
  await recordRefusal(ctx, {
    subject: { kind: "call", name: attempted },
    accountId,
    after: { because },
  });
  throw error;
}

/** An Account that is open to somebody, or why it is not. */
type Admission = { account: Account } | { refusal: string };

/**
 * Whether somebody may work in an Account: a User with a Membership of any level, or an application whose token reaches it. It
 * holds nothing: whoever only reads writes no lock, which is a commit of its own.
 */
async function admit(db: Database | Transaction, actor: AccountActor, accountId: string): Promise<Admission> {
  if (!reaches(actor, accountId)) return { refusal: outOfReach(actor) };
  const [account, refusal] = await pipelined(
    () => db.account.findUnique({ where: { id: accountId } }),
    async () =>
      actor.kind === "api-client"
        ? refusalOfClient(actor, await readClient(db, actor.id))
        : refusalOfUser(
            await db.membership.findUnique({
              where: { userId_accountId: { userId: actor.id, accountId } },
              select: { suspendedAt: true },
            }),
          ),
  );
  return judged(actor, account ?? undefined, refusal);
}

/** The same at the beginning of a change: the Account, and what lets somebody into it, are held to the transaction's end. */
async function admitAndHold(tx: Transaction, actor: AccountActor, accountId: string): Promise<Admission> {
  if (!reaches(actor, accountId)) return { refusal: outOfReach(actor) };
  const asked = { accountId, actorId: actor.id };
  if (actor.kind === "api-client") {
    const [row] = await run(tx, holdingForClient, asked);
    // Where there is no such client, its columns are null.
    const access =
      row && row.fullAccess !== null ? accessOf({ ...row, fullAccess: row.fullAccess }) : undefined;
    return judged(actor, row && heldAccount.read(row), refusalOfClient(actor, access));
  }
  const [row] = await run(tx, holdingForUser, asked);
  const membership = row?.isMember ? { suspendedAt: row.suspendedSince } : null;
  return judged(actor, row && heldAccount.read(row), refusalOfUser(membership));
}

function judged(actor: AccountActor, account: Account | undefined, refusal: string | undefined): Admission {
  if (!account) return { refusal: outOfReach(actor) };
  const because = refusal ?? refusalAt(actor, account);
  return because === undefined ? { account } : { refusal: because };
}

/** Why an Account that is there is closed to somebody who is in good standing. */
export function refusalAt(actor: AccountActor, account: Account): string | undefined {
  if (!reaches(actor, account.id)) return outOfReach(actor);
  return account.suspendedAt ? "This Account is suspended." : undefined;
}

const reaches = ({ onlyAccountId }: AccountActor, accountId: string) =>
  onlyAccountId === null || onlyAccountId === accountId;

interface Held {
  accountId: string;
  actorId: string;
}

const heldAccount = partOf("Account", "account");

/**
 * The Account is locked first, and what stands beside it then: a row that somebody has changed meanwhile is judged as it is by
 * then, since it is locked as well.
 */
const holding = (accountId: string, beside: string, columns: string) => `
  WITH account AS MATERIALIZED (
         SELECT ${quotedColumns("Account")} FROM "Account" WHERE "id" = ${accountId}::uuid FOR NO KEY UPDATE),
       beside AS MATERIALIZED (${beside} AND EXISTS (SELECT FROM account) FOR SHARE)
  SELECT ${heldAccount.select("account")}, ${columns} FROM account LEFT JOIN beside ON true`;

type HeldClient = { fullAccess: boolean | null } & Pick<ApiClient, "permissions">;

const holdingForClient = statement<Held, HeldClient>((at) =>
  holding(
    at("accountId"),
    `SELECT "fullAccess", "permissions" FROM "ApiClient"
     WHERE "id" = ${at("actorId")}::uuid AND "revokedAt" IS NULL`,
    `beside."fullAccess", beside."permissions"`,
  ),
);

const holdingForUser = statement<Held, { isMember: boolean; suspendedSince: Date | null }>((at) =>
  holding(
    at("accountId"),
    `SELECT true AS "isMember", "suspendedAt" AS "suspendedSince" FROM "Membership"
     WHERE "userId" = ${at("actorId")}::uuid AND "accountId" = ${at("accountId")}::uuid`,
    `beside."isMember", beside."suspendedSince"`,
  ),
);

function outOfReach({ kind }: AccountActor): string {
  return kind === "api-client"
    ? "This token does not reach this Account."
    : "You have no access to this Account.";
}

function refusalOfClient({ needs }: ApiClientActor, access: Access | undefined): string | undefined {
  if (!access) return "This client was revoked.";
  return needs && !allows(access, needs) ? lackedByClient(needs) : undefined;
}

/** Throws forbidden where the application lacks what its call needs, and says what that is; the refusal is audited. */
export async function requireOfCall(
  ctx: Context<ApiClientActor>,
  needs: Permission | null,
  attempted: string,
): Promise<void> {
  if (needs && !allows(ctx.actor, needs)) await refuseCall(ctx, { attempted }, lackedByClient(needs));
}

function refusalOfUser(membership: { suspendedAt: Date | null } | null): string | undefined {
  if (!membership) return "You have no access to this Account.";
  return membership.suspendedAt ? "Your access to this Account is suspended." : undefined;
}
