import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import { type Submitted, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { levelAt } from "../../../src/core/kernel/levels/require-level.ts";
import { makeActor } from "../../support/factories.ts";
import { type InviteScene, place } from "../../support/invite-scene.ts";

/** As a job that comes twice finds a request: its work is done, and its end is not written yet. */
export const beforeItsEnd = { status: "queued", finishedAt: null } as const;

/** Submits, says that it is meant where that is asked, and lets the jobs run. */
export async function ask<Input>(
  scene: InviteScene,
  kind: RequestKind<Input>,
  input: Input,
  ctx: Context<ConsoleUserActor> = scene.ctx,
): Promise<Submitted> {
  const submitted = await submitRequest(ctx, kind, input, place());
  if (submitted.needsConfirmation) await confirmRequest(ctx, submitted.requestId);
  await scene.t.runJobs();
  return submitted;
}

/** Somebody else of the team, with `users: manage` unless told. */
export async function manager(
  { t }: InviteScene,
  level: "view" | "edit" | "manage" = "manage",
): Promise<Context<ConsoleUserActor>> {
  return { ...t.app, actor: await makeActor(t, { permissions: { users: level } }) };
}

export async function join(
  { t }: InviteScene,
  userId: string,
  accountId: string,
  level: "Administrator" | "Access" = "Access",
): Promise<void> {
  const startsAt = t.clock.now();
  const grants = level === "Administrator" ? { grants: { create: { startsAt } } } : {};
  await t.db.membership.create({ data: { userId, accountId, ...grants } });
}

/** The levels of a User, by the API ID of the Account. */
export async function levelsOf({ t }: InviteScene, userId: string): Promise<Record<string, string>> {
  const found = await t.db.membership.findMany({
    where: { userId },
    include: { account: true, grants: true },
    orderBy: { account: { apiIdKey: "asc" } },
  });
  return Object.fromEntries(
    found.map(({ account, grants }) => [account.apiId, levelAt(grants, t.clock.now())]),
  );
}

export const requestOf = ({ t }: InviteScene, { requestId }: Submitted) =>
  t.db.request.findUniqueOrThrow({ where: { id: requestId } });
