import { recordAudit, recordRefusal } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context, App } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { type AccessChange, accessRefusal, type Refusal } from "./access-refusal.ts";
import type { ApiClient } from "../../generated/prisma/client.ts";
import {
  type Access,
  active,
  isActive,
  ofBoth,
  whyInactive,
  accessOf,
  allows,
  type Permission,
  type PermissionHolder,
} from "./access.ts";
import { consoleUserActor, nameOf } from "./console-user-actor.ts";

const namedAtMost = 5;

/** Where Console Users are read: the database, or a transaction. */
export interface Reading {
  db: App["db"] | Transaction;
}

/** A sentence naming those who can give a permission, or Full Access: nobody can give what they lack. */
export async function whoCanGive(app: Reading, wanted: Permission | "full-access"): Promise<string> {
  const named = await namesOf(
    app,
    (holder) => holds(holder, wanted) && allows(holder, "console-users:manage"),
  );
  return named
    ? `Ask one of these: ${named}.`
    : "Nobody can give it yet. Ask the person who runs the server.";
}

/** The names of those who have a permission, or undefined where nobody has it. */
export function whoHolds(app: Reading, permission: Permission): Promise<string | undefined> {
  return namesOf(app, (holder) => allows(holder, permission));
}

async function namesOf(
  { db }: Reading,
  counts: (holder: PermissionHolder) => boolean,
): Promise<string | undefined> {
  const everyone = await db.consoleUser.findMany({
    where: active,
    orderBy: [{ fullAccess: "desc" }, { createdAt: "asc" }],
  });
  const those = everyone.filter((user) => counts(accessOf(user)));
  const named = those.slice(0, namedAtMost).map(nameOf);
  const others = those.length > named.length ? ` and ${those.length - named.length} more` : "";
  return `${named.join(", ")}${others}` || undefined;
}

/** The same of `allows`, where Full Access may be asked for too. */
export function holds(holder: PermissionHolder, wanted: Permission | "full-access"): boolean {
  return wanted === "full-access" ? holder.fullAccess : allows(holder, wanted);
}

/** Throws forbidden, saying what is missing and who can give it; the refusal is audited. */
export async function requirePermission(
  ctx: Context<ConsoleUserActor>,
  permission: Permission,
  attempted: string,
): Promise<void> {
  if (allows(ctx.actor, permission)) return;
  if (ctx.actor.kind === "api-client") {
    const after = { missing: permission };
    await recordRefusal(ctx, { subject: { kind: "call", name: attempted }, after });
    throw new DomainError("forbidden", lackedByClient(permission));
  }
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "command", name: attempted },
    after: { missing: permission },
  });
  const [area, level] = permission.split(":");
  const givers = await whoCanGive(ctx, permission);
  throw new DomainError(
    "forbidden",
    `This needs the Console permission “${area}: ${level}”, which you do not have. ${givers}`,
  );
}

/** What an application is told that lacks a permission. */
export function lackedByClient(permission: Permission): string {
  const [area, level] = permission.split(":");
  return `This needs the permission “${area}: ${level}”, which this access token does not carry: its client lacks it, or the token's scope leaves it out.`;
}

/**
 * The permission as it is in this transaction, held to its end: what was read of the actor before may be out of date, and nobody
 * takes it away meanwhile. Throws forbidden. `requirePermission` comes before it, and audits.
 */
export async function requirePermissionNow(
  tx: Reading["db"],
  actor: ConsoleUserActor,
  permission: Permission | "full-access",
): Promise<void> {
  if (actor.kind === "api-client") return void (await requireOfClientNow(tx, actor, permission));
  const { id, name } = actor;
  await tx.$queryRaw`SELECT "id" FROM "ConsoleUser" WHERE "id" = ${id}::uuid FOR SHARE`;
  const user = await tx.consoleUser.findUnique({ where: { id } });
  if (!user || !isActive(user))
    throw new DomainError(
      "forbidden",
      `${name}, who asked for this, ${whyInactive(user)}. Nothing was done.`,
    );
  if (!holds(accessOf(user), permission))
    throw new DomainError("forbidden", `${name}, who asked for this, may no longer do so. Nothing was done.`);
}

/** Throws forbidden; returns what its token may do by now. */
async function requireOfClientNow(
  tx: Reading["db"],
  actor: ConsoleUserActor,
  permission: Permission | "full-access",
): Promise<Access> {
  const client = await holdClient(tx, actor.id);
  if (client && [client, actor].every((holder) => holds(holder, permission))) return ofBoth(actor, client);
  const why = client ? "may no longer do so" : "was revoked";
  throw new DomainError(
    "forbidden",
    `The API client ${actor.name}, which asked for this, ${why}. Nothing was done.`,
  );
}

/** What a client may do as it is in this transaction, held to its end. Undefined where it was revoked. */
export async function holdClient(db: Reading["db"], id: string): Promise<Access | undefined> {
  const [client] = await db.$queryRaw<Pick<ApiClient, "fullAccess" | "permissions">[]>`
    SELECT "fullAccess", "permissions" FROM "ApiClient" WHERE "id" = ${id}::uuid AND "revokedAt" IS NULL FOR SHARE`;
  return client && accessOf(client);
}

/** The same for whoever only reads: it holds nothing. */
export async function readClient(db: Reading["db"], id: string): Promise<Access | undefined> {
  const select = { fullAccess: true, permissions: true } as const;
  const client = await db.apiClient.findUnique({ where: { id, revokedAt: null }, select });
  return client ? accessOf(client) : undefined;
}

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
export async function lockAccess(tx: Transaction, asked: ConsoleUserActor): Promise<ConsoleUserActor> {
  await lockConsoleUsers(tx);
  if (asked.kind === "api-client")
    return { ...asked, ...(await requireOfClientNow(tx, asked, "console-users:manage")) };
  const { id, name, surface } = asked;
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
