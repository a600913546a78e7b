import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { type AccessChange, accessRefusal, type Refusal } from "./access-refusal.ts";
import { active, isActive, whyInactive } from "./access.ts";
import { consoleUserActor } from "./console-user-actor.ts";
import { nameOf } from "./console-user-name.ts";
import { allows } from "./permission-grid.ts";
import { type Reading, whoCanGive } from "./who-can-give.ts";

/** A change of access that may not be made. What throws it inside a transaction is audited outside, by `auditRefusals`. */
export class AccessRefused extends DomainError {
  readonly missing: string | undefined;

  constructor({ code, sentence, field, missing }: Refusal) {
    super(code, sentence, field);
    this.missing = missing;
  }
}

/** Throws AccessRefused where this actor may not change somebody's access like that. */
export async function requireAccessChange(
  { db }: Reading,
  actor: ConsoleUserActor,
  change: AccessChange,
): Promise<void> {
  const others = await db.consoleUser.count({
    where: { ...active, fullAccess: true, ...(change.target && { id: { not: change.target.id } }) },
  });
  const refusal = accessRefusal(actor, change, others);
  if (!refusal) return;
  const givers = refusal.missing ? ` ${await whoCanGive({ db }, refusal.missing)}` : "";
  throw new AccessRefused({ ...refusal, sentence: refusal.sentence + givers });
}

const consoleUsersLock = 4_092_160_319;

/**
 * One change of access at a time, to the end of the transaction, and the one who makes it as they are now: what a job
 * read of its requester before may be out of date. Throws AccessRefused.
 */
export async function lockAccess(
  tx: Transaction,
  { id, name, surface }: ConsoleUserActor,
): Promise<ConsoleUserActor> {
  await lockConsoleUsers(tx);
  const row = await tx.consoleUser.findUnique({ where: { id } });
  const missing = "console-users:manage";
  if (!row || !isActive(row)) throw refused(`${name}, who asked for this, ${whyInactive(row)}.`, missing);
  const actor = consoleUserActor(row, surface);
  if (!allows(actor, missing)) throw refused("You may no longer change who uses the Console.", missing);
  return actor;
}

export async function lockConsoleUsers(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${consoleUsersLock}::BIGINT)`;
}

/** Does the work; a change of access that it refuses is audited. */
export async function auditRefusals<Result>(
  ctx: Context<ConsoleUserActor>,
  subject: { id: string } | { name: string },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AccessRefused)) throw error;
    const user = "id" in subject && (await ctx.db.consoleUser.findUnique({ where: subject }));
    await recordAudit(ctx.db, ctx, {
      action: "refused",
      subject: { kind: "console-user", ...(user && { name: nameOf(user) }), ...subject },
      after: { because: error.message, missing: error.missing ?? null },
    });
    throw error;
  }
}

function refused(sentence: string, missing: Refusal["missing"]): AccessRefused {
  return new AccessRefused({
    code: "forbidden",
    sentence,
    field: "consoleUserId",
    ...(missing && { missing }),
  });
}
