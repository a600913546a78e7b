import { auditWords } from "../audit/audit-words.ts";
import type { App } from "../context.ts";
import type { AuditEvent } from "../generated/prisma/client.ts";
import type { AuditAction } from "../kernel/audit/audit-actions.ts";
import { handKinds, type HandStep } from "../kernel/cloud/hand-steps.ts";
import type { Transaction } from "../kernel/database.ts";
import { levelAt, type MembershipLevel } from "../kernel/levels/require-level.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { askInConsole, supersede } from "../kernel/requests/ask-in-console.ts";
import { cloudIdOf } from "../kernel/requests/cloud-effect.ts";

interface Step {
  app: App;
  tx: Transaction;
  follow: After;
  event: AuditEvent;
  /** The Account's API ID in the cloud; undefined where it does not have it. */
  cloudId: string | undefined;
}

type Asks = (step: Step) => Promise<unknown>;

/**
 * What the audit tells that has to be done by hand in the Console, since the vendor's API has no call for it. What is not here is
 * carried over by a call, or is ours alone. Every surface audits what it changes, so that none can forget to ask.
 */
export const asksByHand = {
  "administrator-granted": level,
  "administrator-ended": level,
  "administrator-returned": level,
  "administrator-revoked": level,
  "invitation-accepted": accessAndLevel,
  "membership-given": accessAndLevel,
  "membership-removed": gone,
  "membership-suspended": (step) => suspension(step, true),
  "membership-resumed": (step) => suspension(step, false),
  "account-suspended": (step) => accountSuspension(step, true),
  "account-resumed": (step) => accountSuspension(step, false),
  "account-settings-changed": apiId,
  "account-deleted": accountGone,
  "user-deleted": profile,
  "settings-changed": (step) => partnerWide(step, "partner-settings"),
  "marketplace-created": (step) => partnerWide(step, "marketplaces"),
  "marketplace-renamed": (step) => partnerWide(step, "marketplaces"),
  "marketplace-deleted": (step) => partnerWide(step, "marketplaces"),
  "marketplace-card-added": (step) => partnerWide(step, "marketplaces"),
  "marketplace-card-removed": (step) => partnerWide(step, "marketplaces"),
  "marketplace-templates-set": (step) => partnerWide(step, "marketplaces"),
  "console-user-created": (step) => partnerWide(step, "console-users"),
  "console-user-restored": (step) => partnerWide(step, "console-users"),
  "console-user-frozen": (step) => partnerWide(step, "console-users"),
  "console-user-unfrozen": (step) => partnerWide(step, "console-users"),
  "console-user-removed": (step) => partnerWide(step, "console-users"),
  "console-permissions-changed": (step) => partnerWide(step, "console-users"),
} satisfies Partial<Record<AuditAction, Asks>>;

/** Follows the sealed audit, block by block, while connected: each entry is asked about once. Returns how many blocks it read. */
export async function askForSteps(app: App, signal?: AbortSignal): Promise<number> {
  if (!app.cloud) return 0;
  for (let blocks = 0; ; blocks += 1) if (signal?.aborted || !(await askForBlock(app))) return blocks;
}

async function askForBlock(app: App): Promise<boolean> {
  const [known] = await app.db.$queryRaw<{ behind: boolean }[]>`
    SELECT steps."toldBlock" < (SELECT "number" FROM "AuditBlock" ORDER BY "number" DESC LIMIT 1) AS "behind"
    FROM "CloudSteps" steps`;
  if (known && !known.behind) return false;
  return transact(app, async (tx, follow) => {
    // What was done before the program was connected is the import's.
    await tx.$executeRaw`
      INSERT INTO "CloudSteps" ("toldBlock") SELECT coalesce(max("number"), 0) FROM "AuditBlock" ON CONFLICT DO NOTHING`;
    const [held] = await tx.$queryRaw<{ toldBlock: bigint }[]>`
      SELECT "toldBlock" FROM "CloudSteps" FOR UPDATE SKIP LOCKED`;
    const block =
      held &&
      (await tx.auditBlock.findFirst({
        where: { number: { gt: held.toldBlock } },
        orderBy: { number: "asc" },
        select: { number: true },
      }));
    if (!block) return false;
    for (const event of await eventsOf(tx, block.number)) await ask(app, tx, follow, event);
    await tx.cloudSteps.updateMany({ data: { toldBlock: block.number } });
    return true;
  });
}

async function eventsOf(tx: Transaction, number: bigint): Promise<AuditEvent[]> {
  const ids = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT event."id" FROM "AuditBlock" block, unnest(block."ids") AS sealed, LATERAL (
      SELECT one."id", one."action" FROM "AuditEvent" one WHERE one."id" >= lower(sealed) AND one."id" < upper(sealed)) event
    WHERE block."number" = ${number} AND event."action" = ANY(${Object.keys(asksByHand)}::text[])`;
  return tx.auditEvent.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, orderBy: { id: "asc" } });
}

async function ask(app: App, tx: Transaction, follow: After, event: AuditEvent): Promise<void> {
  const { accountId } = event;
  const cloudId = accountId === null ? undefined : await cloudIdOf(app, tx, accountId);
  await (asksByHand as Partial<Record<string, Asks>>)[event.action]?.({ app, tx, follow, event, cloudId });
}

/** Asked for once: the Request's card may be gone, as where the worker ends a grant that an application gave. */
function byHand({ app, tx, follow, event }: Step, step: HandStep): Promise<void> {
  const { accountId, requestId } = event;
  return askInConsole(app, tx, follow, { step, accountId, requestId });
}

/** How a User is called there. */
async function nameThere({ tx, event }: Step): Promise<string | undefined> {
  const userId = event.subjectKind === "user" ? event.subjectId : null;
  if (userId === null) return undefined;
  const known = await tx.cloudUser.findUnique({ where: { userId } });
  return known?.cloudName ?? (await tx.user.findUnique({ where: { id: userId } }))?.username;
}

const lowering = new Set(["administrator-revoked", "administrator-ended", "administrator-returned"]);

/**
 * Compares the level that counts here by now with what was last asked for there, or said to be done. Nobody can read what is ticked
 * there: whoever loses the level here, and of whom nothing was asked yet, may have had it there all along.
 */
async function level(step: Step): Promise<void> {
  const { app, tx, follow, event, cloudId } = step;
  const userName = await nameThere(step);
  const [userId, accountId] = [event.subjectId, event.accountId];
  if (cloudId === undefined || userName === undefined || userId === null || accountId === null) return;
  const membership = await tx.membership.findUnique({
    where: { userId_accountId: { userId, accountId } },
    include: { grants: true },
  });
  if (!membership) return;
  const wanted = levelAt(membership.grants, app.clock());
  const own = { kind: "set-level", accountId, about: { path: ["userId"], equals: userId } };
  const last = await tx.cloudEffect.findFirst({ where: { ...own, undoneAt: null }, orderBy: { id: "desc" } });
  const asked = (last?.about as { level?: MembershipLevel } | undefined)?.level;
  if (wanted === (asked ?? (lowering.has(event.action) ? undefined : "Access"))) return;
  await supersede(app, tx, follow, own);
  const ended = event.action === "administrator-ended";
  await byHand(step, {
    kind: "set-level",
    cloudId,
    userName,
    userId,
    level: wanted,
    ...(ended && { ended }),
  });
}

async function accessAndLevel(step: Step): Promise<void> {
  await access(step);
  await level(step);
}

/** By hand while no call does it: what one does to somebody who is there already was never tried. */
async function access(step: Step): Promise<void> {
  const { tx, event, cloudId } = step;
  const userName = await nameThere(step);
  const userId = event.subjectId;
  if (cloudId === undefined || userName === undefined || userId === null) return;
  const called = { kind: "add-member", cloudId, about: { path: ["userName"], equals: userName } };
  const since = { createdAt: { gte: event.at } };
  if ((await tx.cloudEffect.count({ where: { ...called, ...since } })) > 0) return;
  await byHand(step, { kind: "give-access", cloudId, userName, userId });
}

/** Taken away there by a call: nothing else is to be done about this user in this Account. */
async function gone({ app, tx, follow, event }: Step): Promise<void> {
  const { accountId } = event;
  const own = { accountId, about: { path: ["userId"], equals: event.subjectId ?? "" } };
  await supersede(app, tx, follow, { kind: { in: handKinds }, ...own });
  // What was ticked there went with the membership: nobody may take it for what stands when it is given again.
  const done = { kind: "set-level", ...own, doneAt: { not: null }, undoneAt: null };
  await tx.cloudEffect.updateMany({ where: done, data: { undoneAt: app.clock() } });
}

/** Its own deletion there is still to be done, by a call or by hand, and what has a call is done before that. */
async function accountGone({ app, tx, follow, event: { accountId } }: Step): Promise<void> {
  const byHand = { OR: [{ kind: { in: handKinds } }, { byHandAt: { not: null } }] };
  await supersede(app, tx, follow, { accountId, kind: { not: "delete-account" }, ...byHand });
}

async function suspension(step: Step, suspended: boolean): Promise<void> {
  const { app, tx, follow, event, cloudId } = step;
  const userName = await nameThere(step);
  const userId = event.subjectId;
  if (cloudId === undefined || userName === undefined || userId === null) return;
  const about = { path: ["userId"], equals: userId };
  await supersede(app, tx, follow, { kind: "suspend-member", accountId: event.accountId, about });
  await byHand(step, { kind: "suspend-member", cloudId, userName, userId, suspended });
}

async function accountSuspension(step: Step, suspended: boolean): Promise<void> {
  const { app, tx, follow, event, cloudId } = step;
  if (cloudId === undefined) return;
  await supersede(app, tx, follow, { kind: "suspend-account", accountId: event.accountId });
  await byHand(step, { kind: "suspend-account", cloudId, suspended });
}

async function apiId(step: Step): Promise<void> {
  const { app, tx, follow, event, cloudId } = step;
  const { apiId: changed } = (event.after ?? {}) as { apiId?: string };
  if (cloudId === undefined || changed === undefined) return;
  await supersede(app, tx, follow, { kind: "change-api-id", accountId: event.accountId });
  if (changed !== cloudId) await byHand(step, { kind: "change-api-id", cloudId, apiId: changed });
}

async function profile(step: Step): Promise<void> {
  const { username } = (step.event.before ?? {}) as { username?: string };
  if (username !== undefined) await byHand(step, { kind: "delete-profile", userName: username });
}

async function partnerWide(
  step: Step,
  kind: "partner-settings" | "marketplaces" | "console-users",
): Promise<void> {
  const { actorName } = step.event;
  await byHand(step, { kind, what: `do what was done here: ${actorName} ${auditWords(step.event)}` });
}
