import { recordAudit } from "../kernel/audit/record-audit.ts";
import { after, hours } from "../kernel/time/clock.ts";
import { accessOf, isActive, allows } from "../kernel/access/access.ts";
import { lockConsoleUsers, requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Request, User } from "../generated/prisma/client.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";
import { transactShowing } from "../kernel/requests/transact-showing.ts";
import { holdApproval, NotApproved } from "../kernel/requests/require-approved.ts";
import { type RequestRow, requestParts } from "../kernel/requests/request-kind.ts";
import { hashPassword } from "../kernel/secrets/password.ts";
import { withdrawLinks } from "../kernel/links/secret-link.ts";
import { endSessions } from "../kernel/sessions/find-session.ts";
import { isAdministratorAnywhere, keysOf, refuseInvitedAdministrator } from "./handed-credentials.ts";
import { askAnewToRaise } from "./raising-requests.ts";
import { tellTemporaryPassword } from "./notice-mailing.ts";
import { shownOutcome } from "./reset-password.ts";
import { randomInt } from "node:crypto";
import { hint } from "../kernel/text/command-hint.ts";

// Nothing that is mistaken for another when it is read aloud or copied by hand.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";
const groups = 4;
const inGroup = 4;

/** Sixteen letters and digits by chance, about 79 bits. */
export function newTemporaryPassword(): string {
  return Array.from({ length: groups }, newGroup).join("-");
}

function newGroup(): string {
  return Array.from({ length: inGroup }, () => letters[randomInt(letters.length)]).join("");
}

const passwordNeeds = "users:edit";

/** For how long after a Request its temporary password can be shown. */
export const showableForMs = hours(24);

/** The outcomes, by kind, of Requests whose temporary password was not shown yet. */
const unshown: Record<string, string> = { "create-user": "created", "reset-password": "ready" };

/**
 * Makes a temporary password, keeps its hash alone, and returns it: once for each Request, to its requester, where it is
 * approved for what the User is by now. Throws forbidden, not-found, conflict (not yet, or shown before) and expired.
 */
export async function showTemporaryPassword(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<{ username: string; password: string }> {
  await requirePermission(ctx, passwordNeeds, "temporary-password");
  const request = await showableRequest(ctx, requestId);
  const password = newTemporaryPassword();
  const passwordHash = await hashPassword(password, ctx);
  const now = ctx.clock();
  const showing = { request, attempted: "temporary-password" };
  const user = await transactShowing(ctx, showing, async (tx, after) => {
    await requireStillAllowed(tx, ctx.actor);
    await claim(tx, request);
    const user = await userOf(tx, request);
    await requireApprovedForNow(ctx, tx, request, user);
    await replacePassword(tx, request, user, passwordHash);
    const because = `${ctx.actor.name} was shown a temporary password of ${user.username} after this was requested, and may sign in as them. It needs approval again.`;
    await askAnewToRaise(ctx, tx, after, { user, because });
    await invalidateCard(tx, after, request.id, now);
    await tellTemporaryPassword(tx, after, user, { shown: ctx.actor.name }, now);
    await recordAudit(tx, ctx, {
      action: "temporary-password-shown",
      subject: { kind: "user", id: user.id, name: user.username },
      requestId: request.id,
      after: { mustChangePassword: true },
    });
    return user;
  });
  return { username: user.username, password };
}

/** The caller's own Request for this User that still holds a temporary password to be shown. */
export async function unshownRequest(
  { db, actor, clock }: Context<ConsoleUserActor>,
  user: User,
): Promise<string | undefined> {
  const waiting = await db.request.findFirst({
    where: {
      requesterId: actor.id,
      status: "done",
      createdAt: { gt: after(clock(), -2 * showableForMs) },
      finishedAt: { gt: after(clock(), -showableForMs) },
      input: { path: ["password"], equals: "temporary" },
      OR: [
        {
          kind: "create-user",
          outcome: "created",
          input: { path: ["username"], equals: user.username },
        },
        { kind: "reset-password", outcome: "ready", input: { path: ["userId"], equals: user.id } },
      ],
    },
    orderBy: { createdAt: "desc" },
    select: { id: true, kind: true },
  });
  // A new User's first password is for whoever has none yet.
  if (waiting?.kind === "create-user" && user.passwordHash !== null) return undefined;
  return waiting?.id;
}

async function showableRequest(
  { db, actor, clock }: Context<ConsoleUserActor>,
  id: string,
): Promise<RequestRow> {
  const request = await db.request.findUnique({
    where: { id },
    include: requestParts,
  });
  if (!request || request.requesterId !== actor.id || !isTemporary(request)) {
    throw new DomainError("not-found", "Only the person who asked for a temporary password can see it.");
  }
  if (["queued", "draft", "awaitingApproval"].includes(request.status)) throw notYet();
  if (request.status !== "done") throw new DomainError("conflict", "This failed. Its card says why.");
  if (request.outcome === shownOutcome) throw shownBefore();
  if ((request.finishedAt ?? request.createdAt) <= after(clock(), -showableForMs)) {
    throw new DomainError("expired", `The day to see it is over. ${hint("reset-password")} starts again.`);
  }
  return request;
}

function isTemporary({ kind, input }: Request): boolean {
  return kind in unshown && (input as { password?: unknown } | null)?.password === "temporary";
}

async function claim(tx: Transaction, { id, kind }: Request): Promise<void> {
  const outcome = unshown[kind] ?? "";
  const { count } = await tx.request.updateMany({
    where: { id, status: "done", outcome },
    data: { outcome: shownOutcome, version: { increment: 1 } },
  });
  if (count === 0) throw shownBefore();
}

async function userOf(tx: Transaction, { id, kind, input }: Request): Promise<User> {
  const created = { requestId: id, action: "user-created" };
  const userId =
    kind === "create-user"
      ? (await tx.auditEvent.findFirst({ where: created }))?.subjectId
      : (input as { userId: string }).userId;
  // Before it is asked what the User is: nobody makes them Administrator until the password is theirs no more.
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId ?? null}::uuid FOR UPDATE`;
  const user = userId ? await tx.user.findUnique({ where: { id: userId } }) : null;
  if (user) return user;
  throw new DomainError("not-found", "This User was deleted in the meantime.");
}

/** Nobody's rights change before the end of the transaction; those of whoever pressed may have since. */
async function requireStillAllowed(tx: Transaction, { id }: ConsoleUserActor): Promise<void> {
  await lockConsoleUsers(tx);
  const user = await tx.consoleUser.findUnique({ where: { id } });
  if (user && isActive(user) && allows(accessOf(user), passwordNeeds)) return;
  throw new NotApproved("You may no longer show this password. Nothing was changed.");
}

/** Who is shown the password of an Administrator can act as one: as good as a grant, and judged by what holds now. */
async function requireApprovedForNow(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  request: RequestRow,
  user: User,
): Promise<void> {
  const now = ctx.clock();
  await refuseInvitedAdministrator(tx, { ...user, field: "password" }, now);
  const memberships = await tx.membership.findMany({
    where: { userId: user.id },
    select: { accountId: true },
  });
  try {
    await holdApproval(ctx, tx, request, {
      accountIds: memberships.map(({ accountId }) => accountId),
      grantsAdministrator: await isAdministratorAnywhere(tx, user.id, now),
      beneficiaries: keysOf(user),
    });
  } catch (error) {
    if (!(error instanceof NotApproved) || !error.approval) throw error;
    throw new NotApproved(
      `Showing this password now needs approval: ${user.username} is Administrator or is to become one, or has a sensitive Account. Nothing was changed. Send the command again.`,
    );
  }
}

async function replacePassword(tx: Transaction, { kind }: Request, user: User, hash: string): Promise<void> {
  const { count } = await tx.user.updateMany({
    where: { id: user.id, ...(kind === "create-user" && { passwordHash: null }) },
    data: { passwordHash: hash, mustChangePassword: true, ownPasswordAt: null },
  });
  if (count === 0)
    throw new DomainError("conflict", `${user.username} already has a password. Nothing was changed.`);
  // Whoever used one of the sessions may have asked for their mails to go elsewhere.
  await withdrawLinks(tx, { userId: user.id, purpose: { in: ["password", "email"] } });
  await endSessions(tx, { userId: user.id });
}

function notYet(): DomainError {
  return new DomainError("conflict", "It is not done yet. Press the button again when its card says so.");
}

function shownBefore(): DomainError {
  const what = "This temporary password was already shown, and cannot be shown again.";
  return new DomainError("conflict", `${what} ${hint("reset-password")} makes another.`);
}
