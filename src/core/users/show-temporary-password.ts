import { recordAudit } from "../audit/record-audit.ts";
import { after, hours } from "../clock.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Request, User } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../requests/invalidate-card.ts";
import { hashPassword } from "../secrets/password.ts";
import { shownOutcome } from "./password-note.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { newTemporaryPassword } from "./temporary-password.ts";

/** For how long after a Request its temporary password can be shown. */
export const showableForMs = hours(24);

/** The outcomes, by kind, of Requests whose temporary password was not shown yet. */
const unshown: Record<string, string> = { "create-user": "created", "reset-password": "ready" };

/**
 * Makes a temporary password, keeps its hash alone, and returns it: once for each Request, to its requester.
 * Throws forbidden, not-found, conflict (not yet, or shown before) and expired.
 */
export async function showTemporaryPassword(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<{ username: string; password: string }> {
  await requirePermission(ctx, "users:edit", "temporary-password");
  const request = await showableRequest(ctx, requestId);
  const password = newTemporaryPassword();
  const passwordHash = await hashPassword(password);
  const now = ctx.clock();
  const user = await transact(ctx, async (tx, after) => {
    await claim(tx, request);
    const user = await userOf(tx, request);
    await replacePassword(tx, request, user, passwordHash);
    await invalidateCard(tx, after, request.id, now);
    await recordAudit(tx, ctx.actor, {
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
): Promise<Request> {
  const request = await db.request.findUnique({ where: { id } });
  if (!request || request.requesterId !== actor.id || !isTemporary(request)) {
    throw new DomainError("not-found", "Only the one who asked for a temporary password can show it.");
  }
  if (request.status === "queued" || request.status === "draft") throw notYet();
  if (request.status !== "done") throw new DomainError("conflict", "This did not work out: see its card.");
  if (request.outcome === shownOutcome) throw shownBefore();
  if ((request.finishedAt ?? request.createdAt) <= after(clock(), -showableForMs)) {
    throw new DomainError("expired", "This waited for more than a day. /cyclr reset-password begins anew.");
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
  const user = userId ? await tx.user.findUnique({ where: { id: userId } }) : null;
  if (user) return user;
  throw new DomainError("not-found", "This User was deleted in the meantime.");
}

async function replacePassword(tx: Transaction, { kind }: Request, user: User, hash: string): Promise<void> {
  const { count } = await tx.user.updateMany({
    where: { id: user.id, ...(kind === "create-user" && { passwordHash: null }) },
    data: { passwordHash: hash, mustChangePassword: true },
  });
  if (count === 0)
    throw new DomainError("conflict", `${user.username} has a password by now. Nothing was changed.`);
  await tx.passwordLink.deleteMany({ where: { userId: user.id, usedAt: null } });
  await endSessions(tx, { userId: user.id });
}

function notYet(): DomainError {
  return new DomainError("conflict", "Not yet: its card says when it is done. Press the button again then.");
}

function shownBefore(): DomainError {
  const what = "This temporary password was shown before, and cannot be shown again.";
  return new DomainError("conflict", `${what} /cyclr reset-password makes another.`);
}
