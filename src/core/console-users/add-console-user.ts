import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { OperatorContext } from "../context.ts";
import type { Transaction, Database } from "../kernel/database.ts";
import { markWaitingForSweep } from "../kernel/requests/invalidate-card.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { dropVotesOf } from "../kernel/requests/approvals.ts";
import { email, addressKey } from "../kernel/text/identity-key.ts";
import { unlinked } from "./chat-link.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { consolePermissions, highestOfBoth } from "../kernel/access/access.ts";
import { lockConsoleUsers } from "../kernel/access/require-access-change.ts";
import { hashPassword } from "../kernel/secrets/password.ts";
import { passwordFault } from "../kernel/secrets/password-fault.ts";
import { endSessions } from "../kernel/sessions/find-session.ts";

const name = z
  .string()
  .trim()
  .max(100, "A name has at most 100 characters.")
  .regex(/^\P{C}*$/u, "A name has no control characters.");

export const addConsoleUserInput = z.object({
  email,
  firstName: name.optional(),
  lastName: name.optional(),
  fullAccess: z.boolean().default(false),
  permissions: consolePermissions.default({}),
});

export type AddConsoleUserInput = z.input<typeof addConsoleUserInput>;
type Input = z.output<typeof addConsoleUserInput>;

export interface AddedConsoleUser {
  /** "changed" when somebody known got more access or another name, "unchanged" when they had it all. */
  outcome: "created" | "restored" | "changed" | "unchanged";
  user: ConsoleUser;
}

/** Makes sure that this address is a Console User with at least this access. It never takes access away. */
export async function addConsoleUser(
  ctx: OperatorContext,
  given: AddConsoleUserInput,
): Promise<AddedConsoleUser> {
  const read = addConsoleUserInput.safeParse(given);
  if (!read.success) throw invalid(read.error);
  return ctx.db.$transaction(async (tx) => {
    await lockConsoleUsers(tx);
    const known = await tx.consoleUser.findUnique({ where: { emailKey: addressKey(read.data.email) } });
    const result = known ? await change(tx, read.data, known, ctx.clock()) : await create(tx, read.data);
    if (result.outcome !== "unchanged") {
      const { outcome, user, before } = result;
      await markWaitingForSweep(tx, ctx.clock());
      await recordAudit(tx, ctx, {
        action: `console-user-${outcome}`,
        subject: { kind: "console-user", id: user.id, name: nameOf(user) },
        ...(before && { before: stateOf(before) }),
        after: stateOf(user),
      });
    }
    return { outcome: result.outcome, user: result.user };
  });
}

type Result = AddedConsoleUser & { before?: ConsoleUser };

async function create(tx: Transaction, input: Input): Promise<Result> {
  const user = await tx.consoleUser.create({ data: { ...input, emailKey: addressKey(input.email) } });
  return { outcome: "created", user };
}

function change(tx: Transaction, input: Input, before: ConsoleUser, now: Date): Promise<Result> {
  return before.removedAt ? restore(tx, input, before, now) : complete(tx, input, before);
}

// Whoever comes back gets what is given now, and has to show again that the address is theirs.
async function restore(tx: Transaction, input: Input, before: ConsoleUser, now: Date): Promise<Result> {
  const data = { ...input, ...unlinked, removedAt: null, frozenAt: null };
  const user = await tx.consoleUser.update({ where: { id: before.id }, data });
  await dropVotesOf(tx, user.id, now);
  return { outcome: "restored", user, before };
}

async function complete(tx: Transaction, input: Input, before: ConsoleUser): Promise<Result> {
  const after = {
    firstName: input.firstName ?? before.firstName,
    lastName: input.lastName ?? before.lastName,
    fullAccess: before.fullAccess || input.fullAccess,
    permissions: highestOfBoth(consolePermissions.parse(before.permissions), input.permissions),
  };
  if (isDeepStrictEqual(stateOf(before), stateOf({ ...before, ...after })))
    return { outcome: "unchanged", user: before };
  const user = await tx.consoleUser.update({ where: { id: before.id }, data: after });
  return { outcome: "changed", user, before };
}

function stateOf({ email, firstName, lastName, fullAccess, permissions, removedAt }: ConsoleUser) {
  const grid = consolePermissions.parse(permissions);
  return { email, firstName, lastName, fullAccess, permissions: grid, removed: removedAt !== null };
}

function invalid({ issues }: z.ZodError): DomainError {
  const [issue] = issues;
  return new DomainError("invalid", issue?.message ?? "This cannot be read.", String(issue?.path[0] ?? ""));
}

/** Gives a Console User the password of the operator's pages, and ends their sessions. Throws not-found and invalid. */
export async function setConsolePassword(
  ctx: OperatorContext,
  { email, password }: { email: string; password: string },
): Promise<ConsoleUser> {
  const found = await requireKnown(ctx.db, email);
  const fault = passwordFault(password, [found.email]);
  if (fault) throw new DomainError("invalid", fault, "password");
  const passwordHash = await hashPassword(password);
  return ctx.db.$transaction(async (tx) => {
    const [user] = await tx.consoleUser.updateManyAndReturn({
      where: { id: found.id, removedAt: null },
      data: { passwordHash },
    });
    if (!user) throw notFound(email);
    await endSessions(tx, { consoleUserId: user.id });
    await recordAudit(tx, ctx, {
      action: "password-set",
      subject: { kind: "console-user", id: user.id, name: nameOf(user) },
    });
    return user;
  });
}

/** The Console User of an address. Throws not-found, in words for the command line. */
export async function requireKnown(db: Database | Transaction, email: string): Promise<ConsoleUser> {
  const found = await db.consoleUser.findUnique({ where: { emailKey: addressKey(email) } });
  if (!found || found.removedAt) throw notFound(email);
  return found;
}

function notFound(email: string): DomainError {
  return new DomainError("not-found", `${email} is no Console User. “list” shows who is.`, "email");
}
