import { allows, type Permission } from "../access/access.ts";
import { holdClient, lackedByClient, readClient } from "../access/require-access-change.ts";
import { recordRefusal } from "../audit/record-audit.ts";
import type { AccountActor, ApiClientActor, Context } from "../../context.ts";
import type { Transaction, Database } from "../database.ts";
import { ApprovalNeeded, DomainError } from "../errors.ts";
import { type Account, Prisma } from "../../generated/prisma/client.ts";
import { holdAccount } from "./load-account.ts";
import { pipelined } from "../pipelined.ts";
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
    await holdAccount(tx, { id: accountId });
    const admission = await admit(tx, ctx.actor, accountId, { holds: true });
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
        ctx.actor.onlyAccountId === null ? await refusalOfClient(tx, ctx.actor) : outOfReach(ctx.actor);
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

/** The Account, for reading. Throws forbidden; the refusal is audited. */
export async function enterAccount(ctx: Context<AccountActor>, attempt: Attempt): Promise<Account> {
  const admission = await admit(ctx.db, ctx.actor, attempt.accountId, { holds: false });
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
 * Whether somebody may work in an Account: a User with a Membership of any level, or an application whose token reaches
 * it. With `holds`, in a transaction that has locked the Account, until the transaction's end: whoever only reads writes no lock,
 * which is a commit of its own.
 */
async function admit(
  db: Database | Transaction,
  actor: AccountActor,
  accountId: string,
  { holds }: { holds: boolean },
): Promise<Admission> {
  if (actor.onlyAccountId !== null && actor.onlyAccountId !== accountId)
    return { refusal: outOfReach(actor) };
  const [account, refusal] = await pipelined(
    () => db.account.findUnique({ where: { id: accountId } }),
    () =>
      actor.kind === "api-client"
        ? refusalOfClient(db, actor, { holds })
        : refusalOfUser(db, actor.id, { accountId, holds }),
  );
  if (!account) return { refusal: outOfReach(actor) };
  if (refusal) return { refusal };
  return account.suspendedAt ? { refusal: "This Account is suspended." } : { account };
}

function outOfReach({ kind }: AccountActor): string {
  return kind === "api-client"
    ? "This token does not reach this Account."
    : "You have no access to this Account.";
}

async function refusalOfClient(
  db: Database | Transaction,
  { id, needs }: ApiClientActor,
  { holds } = { holds: true },
): Promise<string | undefined> {
  const access = holds ? await holdClient(db, id) : await readClient(db, id);
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

async function refusalOfUser(
  db: Database | Transaction,
  userId: string,
  { accountId, holds }: { accountId: string; holds: boolean },
): Promise<string | undefined> {
  const [membership] = await db.$queryRaw<{ suspended: boolean }[]>`
    SELECT "suspendedAt" IS NOT NULL AS "suspended" FROM "Membership"
    WHERE "userId" = ${userId}::uuid AND "accountId" = ${accountId}::uuid
    ${holds ? Prisma.sql`FOR SHARE` : Prisma.empty}`;
  if (!membership) return "You have no access to this Account.";
  return membership.suspended ? "Your access to this Account is suspended." : undefined;
}
