import type { AccountActor, Context, ConsoleUserActor } from "../context.ts";
import type { Transaction, Database } from "../kernel/database.ts";
import { type Cycle, type CycleEventStatus, Prisma, type Account } from "../generated/prisma/client.ts";
import { dueSoon, type Outbox } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { findAccount } from "../accounts/look-up-account.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { workInAccount, enterAccount } from "../kernel/levels/work-in-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { DomainError } from "../kernel/errors.ts";
import { z } from "zod";

const include = { user: { select: { username: true, apiUserOfId: true } } } as const;
export type ListedCycleEvent = Prisma.CycleEventGetPayload<{ include: typeof include }>;

interface CycleEventsPage {
  account: Account;
  events: ListedCycleEvent[];
  /** Of the last event, where there are more. */
  next: string | undefined;
}

/** What was done to an Account's Cycles, by whom, newest first. Throws forbidden, not-found and conflict. */
export async function listCycleEvents(
  ctx: Context<ConsoleUserActor>,
  { account: named, before, take }: { account: string; before: string | undefined; take: number },
): Promise<CycleEventsPage> {
  await requirePermission(ctx, "accounts:view", "activity");
  const account = await findAccount(ctx, named);
  // Ids are made of the time, so that their order is that of the events.
  const events = await ctx.db.cycleEvent.findMany({
    where: { accountId: account.id, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: take + 1,
    include,
  });
  const shown = events.slice(0, take);
  return { account, events: shown, next: events.length > take ? shown.at(-1)?.id : undefined };
}

const did: Record<CycleEventStatus, string> = {
  installed: "installed",
  started: "started",
  stopped: "stopped",
  uninstalled: "deleted",
};

/** Who did what to which Cycle, in plain text. */
export function cycleEventWords(event: ListedCycleEvent): string {
  return `${isolate(cycleActor(event))} ${cycleChange(event)} “${isolate(event.cycleName)}”`;
}

/** Who did it: a User, or what acted for the Account. */
export function cycleActor({ user, actorName }: Pick<ListedCycleEvent, "user" | "actorName">): string {
  const isApiUser = user?.apiUserOfId !== null && user !== null;
  return !user || isApiUser ? `${actorName}${isApiUser ? " (API User)" : ""}` : user.username;
}

/** What was done, in a word: "started". */
export const cycleChange = ({ status }: Pick<ListedCycleEvent, "status">): string => did[status];

type Told = Pick<
  ListedCycleEvent,
  "notifyUrl" | "notifiedAt" | "givenUpAt" | "notifyTrouble" | "notifyAttempts"
>;

/** Whether the notification URL knows of it. */
export function notificationWords(event: Told): string {
  const { notifyUrl, notifiedAt, givenUpAt, notifyTrouble, notifyAttempts } = event;
  if (!notifyUrl) return "told to nobody";
  if (notifiedAt) return "told";
  if (givenUpAt) return `not notified: ${isolate(notifyTrouble ?? "the reason was not recorded")}`;
  return notifyAttempts > 0
    ? `will be notified again: ${isolate(notifyTrouble ?? "it did not work")}`
    : "will be notified";
}

/** The job that tells the notification URL of one CycleEvent. */
export const notifyCycleEvent = "notify-cycle-event";

/** What the notification URL has still to be told. */
export const cycleEventOutbox: Outbox<{ id: string }> = {
  table: "CycleEvent",
  id: "id",
  open: Prisma.sql`"notifyUrl" IS NOT NULL AND "notifiedAt" IS NULL AND "givenUpAt" IS NULL`,
  columns: ["id"],
  task: ({ id }) => cycleEventTask(id),
};

export function cycleEventTask(cycleEventId: string): Task {
  return { lane: "notifications", name: notifyCycleEvent, payload: { cycleEventId } };
}

/**
 * Writes what was done to a Cycle and whose doing it is, in the transaction of the change: the User's own, the Account's API
 * User's where an application did it, or the application's by its name.
 */
export async function recordCycleEvent(
  tx: Transaction,
  after: After,
  ctx: Pick<Context<AccountActor>, "actor" | "clock">,
  { cycle, status }: { cycle: Cycle; status: CycleEventStatus },
): Promise<void> {
  const { actor } = ctx;
  const { accountId } = cycle;
  const now = ctx.clock();
  const partner = await tx.partner.findUnique({ where: { id: 1 }, select: { notificationUrl: true } });
  const notifyUrl = partner?.notificationUrl ?? null;
  const { id } = await tx.cycleEvent.create({
    data: {
      accountId,
      cycleId: cycle.id,
      cycleName: cycle.name,
      templateId: cycle.templateId,
      status,
      userId: await attributedTo(tx, actor, accountId),
      actorName: actor.name,
      completeParameter: await completeParameterOf(tx, actor, accountId),
      ...(notifyUrl && { notifyUrl, ...dueSoon(now) }),
      createdAt: now,
    },
    select: { id: true },
  });
  if (notifyUrl) after.dispatch(cycleEventTask(id));
}

async function attributedTo(tx: Transaction, actor: AccountActor, accountId: string): Promise<string | null> {
  if (actor.kind === "account-user") return actor.id;
  const apiUser = await tx.user.findUnique({ where: { apiUserOfId: accountId }, select: { id: true } });
  return apiUser?.id ?? null;
}

async function completeParameterOf(
  tx: Transaction,
  actor: AccountActor,
  accountId: string,
): Promise<string | null> {
  if (actor.kind !== "account-user" || !actor.deploymentId) return null;
  const where = { id: actor.deploymentId, accountId };
  const deployment = await tx.deployment.findUnique({ where, select: { completeParameter: true } });
  return deployment?.completeParameter ?? null;
}

/** Deletes a paused Cycle; what was told of it stays. Throws not-found, and conflict while it runs. */
export async function deleteCycle(
  ctx: Context<AccountActor>,
  { accountId, cycleId }: { accountId: string; cycleId: string },
): Promise<void> {
  const attempt = { accountId, attempted: "delete-cycle" };
  await workInAccount(ctx, attempt, async (tx, _account, after) => {
    const cycle = await loadCycle(tx, { accountId, cycleId });
    requirePaused(cycle, "deleted");
    // Whoever was told that it is there is told that it is gone.
    if (await wasInstalled(tx, cycle))
      await recordCycleEvent(tx, after, ctx, { cycle, status: "uninstalled" });
    await tx.cycle.delete({ where: { id: cycle.id, status: "Paused" } });
    const { id, name, description } = cycle;
    await recordAudit(tx, ctx, {
      action: "cycle-deleted",
      subject: { kind: "cycle", id, name },
      accountId,
      before: { name, description },
    });
  });
}

async function wasInstalled(tx: Transaction, { id }: Cycle): Promise<boolean> {
  return (await tx.cycleEvent.count({ where: { cycleId: id, status: "installed" } })) > 0;
}

/** Throws conflict while the Cycle runs. */
export function requirePaused({ status }: Cycle, what: "adjusted" | "deleted"): void {
  if (status === "Paused") return;
  throw new DomainError("conflict", `This cycle is running. Stop it first; then it can be ${what}.`);
}

/** A Cycle of this Account. Throws not-found, also for what is no id at all. */
export async function loadCycle(
  db: Database | Transaction,
  { accountId, cycleId }: { accountId: string; cycleId: string },
): Promise<Cycle> {
  const id = z.uuid().safeParse(cycleId).data;
  const cycle = id ? await db.cycle.findUnique({ where: { id, accountId } }) : null;
  if (cycle) return cycle;
  throw new DomainError("not-found", "This Account has no cycle with this id.");
}

/** One Cycle of an Account. Throws forbidden and not-found. */
export async function readCycle(
  ctx: Context<AccountActor>,
  { accountId, cycleId }: { accountId: string; cycleId: string },
): Promise<Cycle> {
  await enterAccount(ctx, { accountId, attempted: "read-cycle" });
  return loadCycle(ctx.db, { accountId, cycleId });
}
