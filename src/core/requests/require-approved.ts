import { accessOf, isActive, whyInactive } from "../console-users/access.ts";
import { readStandings } from "../console-users/chat-standing.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import { allows, type Permission } from "../console-users/permission-grid.ts";
import { lockConsoleUsers } from "../console-users/require-access-change.ts";
import type { App } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { type ApprovalNow, approvalOfRun, judge, type Touched } from "./approval-now.ts";
import type { Approval } from "./approval-policy.ts";
import { type Approvable, approvable, approvalsOf, isApproved } from "./approvals.ts";
import type { RequestRow } from "./request-kind.ts";

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
 * whether these people are still there. Throws Trouble where the chat does not answer.
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
  if (request.approvalsNeeded > 0) await lockConsoleUsers(tx);
  const now = touched ? await judge(app, tx, request, touched) : await approvalOfRun(app, tx, request);
  await requireVotes(app, tx, request, now);
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
  if (isApproved(app, row, approval)) return;
  throw new NotApproved(grown ?? lostWords(app, row), approval);
}

function requireRequester({ requester, needs }: Approvable): void {
  if (!requester || !isActive(requester))
    throw new NotApproved(`The person who asked for this ${whyInactive(requester)}. Nothing was changed.`);
  if (needs && !allows(accessOf(requester), needs as Permission))
    throw new NotApproved(
      `${nameOf(requester)}, who asked for this, may no longer do so. Nothing was changed.`,
    );
}

function lostWords(app: App, row: Approvable): string {
  const counted = approvalsOf(app, row);
  const lost = row.votes.filter((vote) => vote.decision === "approve" && !counted.includes(vote));
  const names = lost.map(({ voter }) => nameOf(voter)).join(", ");
  return names
    ? `The approval of ${names} no longer counts: who approves must still be able to, and no longer ago than a request may wait.`
    : "This is not approved.";
}
