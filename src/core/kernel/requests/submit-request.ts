import { givenAudit, recordAudit } from "../audit/record-audit.ts";
import { after as later, days, minutes } from "../time/clock.ts";
import { requirePermission } from "../access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../../generated/prisma/client.ts";
import { homeDue, homeTasks, invalidateHome, messageTask, requestTask } from "./invalidate-card.ts";
import { dueSoon } from "../outbox/outbox.ts";
import { type After, dispatch, transactAndReport } from "../outbox/transact.ts";
import { run } from "../statement.ts";
import { newUuid } from "../text/uuid.ts";
import { pipelined } from "../pipelined.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { RequestKind } from "./request-kind.ts";
import { isOwn } from "./requester.ts";
import { enterQueueOrApproval, waitsFor } from "./enter-queue-or-approval.ts";
import { callApproversAnew } from "./outdated.ts";
import type { Plan } from "./approval-policy.ts";
import { attachApproval } from "./administrators-to-be.ts";
import { type GivenItem, type Written, writeRequest, writeRequestWithItems } from "./sql/write-request.ts";

export interface RequestOrigin {
  channelId: string;
  chatUserId: string;
  /** Names the delivery, so that the same one arriving twice makes one Request. */
  idempotencyKey: string;
  /** Why it is asked for, in the requester's words. */
  reason?: string;
  /** Whoever asks says first that it is meant, whatever it is: it may have been asked in their name by a click on something else. */
  confirms?: true;
  /** Only the plan is wanted: submitting throws it. */
  planOnly?: boolean;
}

/** Thrown in the place of what was only planned, so that no caller goes on as if it were done. */
export class OnlyPlanned extends Error {
  readonly plan: Plan;

  constructor(plan: Plan) {
    super("only planned");
    this.plan = plan;
  }
}

export interface Submitted {
  requestId: string;
  plan: Plan;
  /** Written, but its requester has to say first that it is meant. */
  needsConfirmation: boolean;
  /** Meant, but others have to approve it first. */
  awaitsApproval: boolean;
  /** Meant, but its requester has to give values first, on a page. */
  awaitsValues: boolean;
  /** False where the queue is down: recorded, and run when it is back. */
  queued: boolean;
  /** The delivery had been taken before; nothing was added. */
  repeated: boolean;
}

interface Submitting {
  /** Of a Request that asks for many: each of them. */
  items?: Omit<GivenItem, "id">[];
  /** Whom it gives something, where that is not what its plan says. */
  beneficiaries?: string[];
}

/** What a submission would do, and who would have to approve it. Throws forbidden, and what the kind itself refuses. */
export async function planRequest<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: RequestKind<Input>,
  input: Input,
): Promise<Plan> {
  await requirePermission(ctx, kind.needs, kind.kind);
  return attachApproval(ctx, kind, await kind.plan(ctx, input));
}

/**
 * Writes the Request, its card and its audit event, all or nothing, then tasks the worker. What takes something away is
 * written as a draft, for `confirmRequest`; what needs approval waits for it.
 */
export async function submitRequest<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: RequestKind<Input>,
  input: Input,
  place: RequestOrigin,
  { items = [], beneficiaries = [] }: Submitting = {},
): Promise<Submitted> {
  const planned = await planRequest(ctx, kind, input);
  if (place.planOnly) throw new OnlyPlanned(planned);
  const plan = {
    ...planned,
    ...(beneficiaries.length > 0 && { beneficiaries }),
    // A program means what it sends.
    needsConfirmation:
      ctx.actor.kind !== "api-client" && (planned.needsConfirmation || place.confirms === true),
  };
  const rows = rowsOf(ctx, kind, input, plan, place);
  const { status } = rows.request;
  const [awaitsValues, awaitsApproval] = [status === "awaitingValues", status === "awaitingApproval"];
  const writing = { rows, items: items.map((item) => ({ ...item, id: newUuid() })) };
  const written = awaitsApproval ? await writeForApproval(ctx, writing) : await writeAtOnce(ctx, writing);
  const waits = { awaitsApproval, awaitsValues };
  if (written)
    return {
      requestId: rows.request.id,
      plan,
      needsConfirmation: plan.needsConfirmation,
      ...waits,
      queued: written.dispatched && !plan.needsConfirmation,
      repeated: false,
    };
  const repeated = await ctx.db.request.findUnique({ where: { idempotencyKey: place.idempotencyKey } });
  if (!repeated) throw await alreadyOpen(ctx, plan.dedupeKey);
  return { requestId: repeated.id, plan, needsConfirmation: false, ...waits, queued: true, repeated: true };
}

type Rows = ReturnType<typeof rowsOf>;

interface Writing {
  rows: Rows;
  items: GivenItem[];
}

function rowsOf<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: RequestKind<Input>,
  input: Input,
  { accountId, dedupeKey, what, needsConfirmation, approval, beneficiaries = [], needsValues = false }: Plan,
  { idempotencyKey, channelId, chatUserId, reason }: RequestOrigin,
) {
  const [now, id] = [ctx.clock(), newUuid()];
  const isClient = ctx.actor.kind === "api-client";
  const checked = kind.input.parse(input) as Prisma.InputJsonObject;
  const entered = needsValues ? awaitValues(now) : enterQueueOrApproval(ctx, approval !== undefined, now);
  const request = {
    id,
    kind: kind.kind,
    input: checked,
    ...(isClient
      ? { requesterId: null, apiClientId: ctx.actor.id }
      : { requesterId: ctx.actor.id, apiClientId: null }),
    needs: kind.needs,
    what,
    accountId: accountId ?? null,
    reason: reason || null,
    traceParent: ctx.tracing.traceParent(),
    ...waitsFor(approval),
    beneficiaries,
    idempotencyKey,
    createdAt: now,
    ...(needsConfirmation
      ? { status: "draft" as const, dedupeKey: null, draftKey: dedupeKey }
      : { dedupeKey, draftKey: null, ...entered }),
  };
  const card = {
    id: newUuid(),
    requestId: id,
    key: "card",
    channelId,
    chatUserId,
    // A draft has no card: only its requester sees it.
    generation: needsConfirmation ? 0 : 1,
    createdAt: now,
    ...dueSoon(now),
  };
  const audit = {
    action: needsConfirmation ? ("drafted" as const) : ("requested" as const),
    subject: { kind: "request", id, name: kind.kind },
    accountId,
    requestId: id,
    after: { ...checked, ...(reason && { because: reason }) },
  };
  return { request, card, audit };
}

/** What follows from it. Undefined where one of its keys is taken, and nothing was written. */
async function writeAtOnce(
  ctx: Context<ConsoleUserActor>,
  { rows: { request, card, audit }, items }: Writing,
): Promise<{ dispatched: boolean } | undefined> {
  const values: Written = {
    request: { expiresAt: null, dueAt: null, ...request, input: JSON.stringify(request.input) },
    card,
    audit: givenAudit(ctx, audit),
    homeDueAt: homeDue(request.createdAt),
  };
  const [written] =
    items.length > 0
      ? await run(ctx.db, writeRequestWithItems, { ...values, items: JSON.stringify(items) })
      : await run(ctx.db, writeRequest, values);
  if (!written) return undefined;
  const homes = written.consoleUserId === null ? [] : homeTasks([written]);
  // What runs at once has its card posted with its end: of changes to a message the chat takes few a minute. What is not
  // at its turn by then is shown as queued by the sweeper.
  const next = { queued: requestTask(request), awaitingValues: messageTask(card) };
  const { status } = request;
  const tasks = status === "queued" || status === "awaitingValues" ? [next[status]] : [];
  return { dispatched: await dispatch(ctx, [...homes, ...tasks]) };
}

const itemsAtOnce = 500;

/** The same with the note for those who approve, and their Homes. */
async function writeForApproval(
  ctx: Context<ConsoleUserActor>,
  { rows: { request, card, audit }, items }: Writing,
): Promise<{ dispatched: boolean } | undefined> {
  const { id, createdAt } = request;
  const work = async (tx: Transaction, after: After) => {
    const row = await tx.request.create({ data: request });
    for (let at = 0; at < items.length; at += itemsAtOnce) {
      const data = items.slice(at, at + itemsAtOnce).map((item) => ({ ...item, requestId: id }));
      await tx.requestItem.createMany({ data });
    }
    await pipelined(
      () => invalidateHome(tx, after, { consoleUserIds: homesOf(ctx.actor) }, createdAt),
      () => tx.chatMessage.create({ data: card, select: { id: true } }),
      () => recordAudit(tx, ctx, audit),
    );
    after.dispatch(messageTask(card));
    await callApproversAnew(tx, after, row, createdAt);
  };
  try {
    return await transactAndReport(ctx, work, items.length > 0 ? { timeoutMs: minutes(1) } : {});
  } catch (error) {
    if (isUniqueViolation(error)) return undefined;
    throw error;
  }
}

/** An application has no Home. */
const homesOf = ({ kind, id }: ConsoleUserActor): string[] => (kind === "api-client" ? [] : [id]);

/** How long a Request waits for its values; meanwhile its requester may have further links. */
const awaitValuesMs = days(1);

/** Values come before approval: what is approved is whole. */
function awaitValues(now: Date) {
  return { status: "awaitingValues", expiresAt: later(now, awaitValuesMs) } as const;
}

/** Says who has asked for the same and is not answered yet. */
export async function alreadyOpen(ctx: Context<ConsoleUserActor>, dedupeKey: string): Promise<DomainError> {
  const open = await ctx.db.request.findUnique({ where: { dedupeKey }, include: { requester: true } });
  const who = open && isOwn(open, ctx.actor) ? "You" : (open?.requester?.email ?? "Somebody");
  const what = open?.what ? `the same (${open.what})` : "the same";
  if (open && open.status !== "queued")
    return new DomainError(
      "conflict",
      `${who} asked for ${what}, and it still waits. Nothing was added; watch that card.`,
    );
  return new DomainError(
    "conflict",
    `${who} asked for ${what} a moment ago. Nothing was added; watch that card.`,
  );
}
