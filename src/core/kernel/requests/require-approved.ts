import { type Access, accessOf, isActive, whyInactive, allows, type Permission } from "../access/access.ts";
import { readStandings } from "./chat-standing.ts";
import { nameOf } from "../access/console-user-actor.ts";
import { holdClient, lockConsoleUsers } from "../access/require-access-change.ts";
import type { App, Context } from "../../context.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { type ApprovalNow, approvalOfRun, judge, type Touched } from "./approval-now.ts";
import type { Approval } from "./approval-policy.ts";
import { inTheWayOf, inTheWayWords } from "./going-alone.ts";
import type { ApiClient, ConsoleUser } from "../../generated/prisma/client.ts";
import { type Approvable, approvable, approvalsOf, isApproved } from "./approvals.ts";
import type { RequestRow } from "./request-kind.ts";
import { requireLease } from "../outbox/lease.ts";
import { type After, transact } from "../outbox/transact.ts";
import { pipelined } from "../pipelined.ts";
import { lostRace } from "../lost-race.ts";
import { isUniqueViolation } from "../unique-violation.ts";

/** What was approved is so no more, or was never approved for what it has become. */
export class NotApproved extends DomainError {
  /** What it waits for from now on; undefined where no approval helps. */
  readonly approval: Approval | undefined;

  constructor(sentence: string, approval?: Approval) {
    super("forbidden", sentence);
    this.approval = approval;
  }
}

/**
 * Throws NotApproved unless as many as it needs by now have approved who may still do so, and its requester may still ask for
 * it. Judged by all Accounts that it would touch at this moment; and before an approval or a grant counts, the chat is asked
 * whether these people are still there. Throws ExternalError where the chat does not answer.
 */
export async function requireApproved(app: App, request: RequestRow): Promise<void> {
  const read = request.account ? [request.account] : [];
  const now = await approvalOfRun(app, app.db, request, { read });
  if (!now.approval && !now.grantsAdministrator) return;
  const people = await load(app.db, request);
  const requester = people.requester ? [people.requester] : [];
  await readStandings(app, [...requester, ...people.votes.map(({ voter }) => voter)]);
  if (!now.approval) return requireRequester(await load(app.db, request));
  await requireVotes(app, app.db, request, now);
}

const load = (db: Database | Transaction, { id }: Pick<RequestRow, "id">): Promise<Approvable> =>
  db.request.findUniqueOrThrow({ where: { id }, include: approvable });

/**
 * The same in the transaction of the change, with nobody's rights changing before it ends. Comes before any other lock. Of a
 * part of the Request, `touched` tells what that part touches.
 */
export async function holdApproval(
  app: App,
  tx: Transaction,
  request: RequestRow,
  touched?: Touched,
): Promise<void> {
  // Also where access is changed, which takes this lock itself: two who change each other would wait for each other.
  if (request.approvalsNeeded > 0 || request.needs === "console-users:manage") await lockConsoleUsers(tx);
  await pipelined(
    () => holdRequester(tx, request),
    () => holdVotes(app, tx, request, touched),
  );
}

async function holdVotes(app: App, tx: Transaction, request: RequestRow, touched?: Touched): Promise<void> {
  const now = touched
    ? await judge(app, tx, request, touched, { isPart: true })
    : await approvalOfRun(app, tx, request);
  await requireVotes(app, tx, request, now);
}

type Holder = Pick<
  ConsoleUser,
  | "firstName"
  | "lastName"
  | "email"
  | "fullAccess"
  | "permissions"
  | "removedAt"
  | "frozenAt"
  | "chatExcluded"
>;

/** Throws NotApproved unless its requester may still ask for it, approved or not; nobody takes that away before the end. */
async function holdRequester(tx: Transaction, { requesterId, apiClient, needs }: RequestRow): Promise<void> {
  if (apiClient) return requireClient(apiClient, await holdClient(tx, apiClient.id), needs);
  const [requester] = await tx.$queryRaw<Holder[]>`
    SELECT "firstName", "lastName", "email", "fullAccess", "permissions", "removedAt", "frozenAt", "chatExcluded"
    FROM "ConsoleUser" WHERE "id" = ${requesterId}::uuid FOR SHARE`;
  requireRequester({ requester: requester ?? null, needs });
}

async function requireVotes(
  app: App,
  db: Database | Transaction,
  request: RequestRow,
  { approval, grown, beneficiaries }: Omit<ApprovalNow, "refusal">,
): Promise<void> {
  if (!approval) return;
  const row = { ...(await load(db, request)), beneficiaries };
  requireRequester(row);
  if (isApproved(app, row, approval)) return requireStillAlone(app, db, row, approval);
  throw new NotApproved(grown ?? lostWords(app, row), approval);
}

function requireRequester({
  requester,
  apiClient,
  needs,
}: Pick<RequestRow, "needs"> & { requester: Holder | null; apiClient?: ApiClient | null }): void {
  if (apiClient)
    return requireClient(apiClient, apiClient.revokedAt ? undefined : accessOf(apiClient), needs);
  if (!requester || !isActive(requester))
    throw new NotApproved(`The person who asked for this ${whyInactive(requester)}. Nothing was changed.`);
  if (needs && !allows(accessOf(requester), needs as Permission))
    throw new NotApproved(
      `${nameOf(requester)}, who asked for this, may no longer do so. Nothing was changed.`,
    );
}

function requireClient({ name }: ApiClient, access: Access | undefined, needs: string | null): void {
  if (access && (!needs || allows(access, needs as Permission))) return;
  const why = access ? "may no longer do so" : "was revoked";
  throw new NotApproved(`The application ${name}, which asked for this, ${why}. Nothing was changed.`);
}

/** Who went on alone was asked that nobody else was there: somebody may be by now. */
async function requireStillAlone(
  app: App,
  db: Database | Transaction,
  row: Approvable,
  approval: Approval,
): Promise<void> {
  const request = { ...row, approverNeeds: approval.needs };
  const counted = approvalsOf(app, request);
  if (counted.filter(({ alone }) => !alone).length >= approval.approvals) return;
  const [first] = await inTheWayOf({ ...app, db: db as Database }, request);
  if (!first) return;
  throw new NotApproved(`The requester can no longer go on alone: ${inTheWayWords(first)}`, approval);
}

function lostWords(app: App, row: Approvable): string {
  const counted = approvalsOf(app, row);
  const lost = row.votes.filter((vote) => vote.decision === "approve" && !counted.includes(vote));
  const names = lost.map(({ voter }) => nameOf(voter)).join(", ");
  return names
    ? `The approval of ${names} no longer counts. The approver must still be able to approve, and the approval must not be older than a request may wait.`
    : "This is not approved.";
}

/** Does the change where it is approved, as the transaction sees it. */
async function approved<Outcome>(
  ctx: Context,
  tx: Transaction,
  request: RequestRow,
  change: (tx: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  // Nobody's vote is counted, and what the input says leans on no row that the change touches: no need to wait for it.
  if (request.approvalsNeeded === 0 && ctx.requestKinds.get(request.kind)?.touches) {
    const [, , outcome] = await pipelined(
      () => holdRequester(tx, request),
      () => holdVotes(ctx, tx, request),
      () => change(tx),
    );
    return outcome;
  }
  await holdApproval(ctx, tx, request);
  return change(tx);
}

/**
 * The domain's part of a Request, in one transaction with the record that it was done. What was applied before is only
 * read back.
 */
export async function applyOnce<Outcome extends string>(
  ctx: Context,
  request: RequestRow,
  change: (tx: Transaction, after: After) => Promise<Outcome>,
): Promise<Outcome> {
  if (request.appliedAt) return request.outcome as Outcome;
  try {
    return await transact(ctx, async (tx, after) => {
      const outcome = await approved(ctx, tx, request, (tx) => change(tx, after));
      const { id, lease } = request;
      requireLease(
        await tx.request.updateMany({
          where: { id, lease, status: "queued" },
          data: { appliedAt: ctx.clock(), outcome },
        }),
      );
      return outcome;
    });
  } catch (error) {
    throw isUniqueViolation(error) ? lostRace(error) : error;
  }
}
