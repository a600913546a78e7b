import { z } from "zod";
import type { ConsoleUserActor, Context } from "../../context.ts";
import type { CloudEffect, Prisma } from "../../generated/prisma/client.ts";
import { allows, type PermissionHolder } from "../access/access.ts";
import { requirePermission } from "../access/require-access-change.ts";
import type { AuditAction } from "../audit/audit-actions.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { changeWords, cloudChange } from "../cloud/cloud-change.ts";
import { handKinds } from "../cloud/hand-steps.ts";
import { reason } from "../levels/suspension.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { begunAnew, dueSoon } from "../outbox/outbox.ts";
import { transact } from "../outbox/transact.ts";
import { effectTask } from "./cloud-effect.ts";
import { standingOf } from "./cloud-note.ts";
import { remindFrom } from "./ask-in-console.ts";
import { settlingNeeds, showSettling } from "./show-effect.ts";

/** What is given up, and nobody has decided on. */
export const givenUp = { failedAt: { not: null }, byHandAt: null, undoneAt: null, doneAt: null } as const;
/** What people are asked to do in the Console. */
export const toDoByHand = { byHandAt: { not: null }, undoneAt: null, doneAt: null } as const;

/** Either, of what these people are asked about. */
export function unsettledFor(who: PermissionHolder) {
  const kinds = cloudChange.options.map(({ shape }) => shape.kind.value);
  const own = kinds.filter((kind) => allows(who, settlingNeeds(kind)));
  return { kind: { in: own }, OR: [givenUp, toDoByHand] } satisfies Prisma.CloudEffectWhereInput;
}

interface Settling {
  effectId: string;
  attempted: string;
  from: Prisma.CloudEffectWhereInput;
  data: (effect: CloudEffect) => Prisma.CloudEffectUpdateManyMutationInput;
  action: AuditAction;
  after?: Prisma.InputJsonObject;
  /** In the same transaction. */
  also?: (tx: Transaction, effect: CloudEffect) => Promise<unknown>;
  again?: boolean;
}

/** Throws not-found, forbidden, and conflict where somebody was faster. */
async function settle(ctx: Context<ConsoleUserActor>, settling: Settling): Promise<CloudEffect> {
  const { effectId: id, attempted, from, data, action, after, also, again } = settling;
  const effect = await findEffect(ctx, id);
  await requirePermission(ctx, settlingNeeds(effect.kind), attempted);
  return transact(ctx, async (tx, then) => {
    const settled = { ...data(effect), settledBy: ctx.actor.name };
    const { count } = await tx.cloudEffect.updateMany({ where: { id, ...from }, data: settled });
    if (count === 0) throw await decidedAlready(tx, id);
    await also?.(tx, effect);
    await recordAudit(tx, ctx, {
      action,
      subject: { kind: "cloud-change", id, name: changeWords(cloudChange.parse(effect.about)) },
      accountId: effect.accountId,
      requestId: effect.requestId,
      ...(after && { after }),
    });
    await showSettling(ctx, tx, then, effect);
    if (again) then.dispatch(effectTask({ id }));
    return effect;
  });
}

export async function findEffect({ db }: Pick<Context, "db">, id: string): Promise<CloudEffect> {
  const effect = await db.cloudEffect.findUnique({ where: { id } });
  if (effect) return effect;
  throw new DomainError("not-found", "This change in Cyclr's cloud is no longer kept.");
}

async function decidedAlready(tx: Pick<Transaction, "cloudEffect">, id: string): Promise<DomainError> {
  const { settledBy, doneAt } = await tx.cloudEffect.findUniqueOrThrow({ where: { id } });
  const who = settledBy ?? "The program";
  const words = doneAt ? "It is done there already." : `${who} was faster.`;
  return new DomainError("conflict", `${words} Nothing was changed; see the card.`);
}

/** Has what was given up tried again, from the first of its tries. */
export async function retryEffect(ctx: Context<ConsoleUserActor>, effectId: string): Promise<void> {
  await settle(ctx, {
    effectId,
    attempted: "cloud-retry",
    from: { kind: { notIn: handKinds }, failedAt: { not: null }, undoneAt: null, doneAt: null },
    data: () => ({ ...begunAnew, ...dueSoon(ctx.clock()), failedAt: null, byHandAt: null, attempts: 0 }),
    action: "cloud-change-retried",
    again: true,
  });
}

/** Asks people to do in the Console what was given up. */
export async function askByHand(ctx: Context<ConsoleUserActor>, effectId: string): Promise<void> {
  await settle(ctx, {
    effectId,
    attempted: "cloud-by-hand",
    from: givenUp,
    data: () => ({ byHandAt: ctx.clock(), remindAt: remindFrom(ctx.clock()), reminders: 0 }),
    action: "cloud-change-by-hand",
  });
}

/** Somebody says that it is done in the Console; nothing here can look whether it is. */
export async function doneByHand(ctx: Context<ConsoleUserActor>, effectId: string): Promise<void> {
  await settle(ctx, {
    effectId,
    attempted: "cloud-done-by-hand",
    from: toDoByHand,
    data: () => ({ doneAt: ctx.clock() }),
    action: "cloud-change-done",
    after: { byHand: true },
  });
}

/** What somebody is asked to do by hand, for who may say what became of it. Throws not-found, forbidden and conflict. */
export async function loadToDo(ctx: Context<ConsoleUserActor>, id: string): Promise<CloudEffect> {
  const effect = await findEffect(ctx, id);
  await requirePermission(ctx, settlingNeeds(effect.kind), "cloud-cannot-by-hand");
  if (standingOf(effect) === "by hand") return effect;
  throw await decidedAlready(ctx.db, id);
}

/** Why it cannot be done, in somebody's words. */
export const cannotInput = z.object({
  because: reason.pipe(z.string({ error: "Say why, so that others can decide what to do." })),
});

/** Somebody says why it cannot be done in the Console: what becomes of it is open again. */
export async function cannotByHand(
  ctx: Context<ConsoleUserActor>,
  effectId: string,
  { because }: z.infer<typeof cannotInput>,
): Promise<void> {
  const trouble = `${ctx.actor.name} says that it cannot be done in the Console: ${because}`;
  await settle(ctx, {
    effectId,
    attempted: "cloud-cannot-by-hand",
    from: toDoByHand,
    data: () => ({ byHandAt: null, failedAt: ctx.clock(), trouble }),
    action: "cloud-change-failed",
    after: { trouble },
  });
}

/**
 * Takes it out of what is to be done there, because it is taken back here. An Account that was never made there is no longer
 * taken for one that the cloud has: another of that API ID may be there.
 */
export async function dropEffect(ctx: Context<ConsoleUserActor>, effectId: string): Promise<CloudEffect> {
  return settle(ctx, {
    effectId,
    attempted: "cloud-undo-here",
    from: givenUp,
    data: () => ({ undoneAt: ctx.clock() }),
    action: "cloud-change-undone",
    async also(tx, { kind, accountId }) {
      if (kind === "create-account" && accountId) await tx.cloudAccount.deleteMany({ where: { accountId } });
    },
  });
}
