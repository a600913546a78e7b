import { hint } from "../kernel/text/command-hint.ts";
import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { User } from "../generated/prisma/client.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { newLink, withdrawLinks } from "../kernel/links/secret-link.ts";
import { userNamed } from "../kernel/names/deleted-names.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { listed } from "../kernel/requests/administrators-to-be.ts";
import { type ChangeOrigin, defineChange } from "../kernel/requests/define-change.ts";
import { changeKey } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { addressKey, email } from "../kernel/text/identity-key.ts";
import { personName } from "../kernel/text/person-name.ts";
import { emailChangeMailing } from "./change-names.ts";
import { accountsAdministered, isAdministratorAnywhere, keysOf, wouldMisname } from "./handed-credentials.ts";
import { isFreeAddress, noticeMailing } from "./notice-mailing.ts";
import { loadUser, resetPasswordRequest } from "./reset-password.ts";

const changeUserInput = z.object({
  userId: z.uuid("Choose a User."),
  firstName: personName.optional(),
  lastName: personName.optional(),
  email: email.optional(),
});

type ChangeUserInput = z.infer<typeof changeUserInput>;

/**
 * Changes a User's names at once, and has a link mailed to another e-mail, which counts once somebody follows it; the present one
 * is told. Whoever reads mail at the other can set the password then, so it is judged like a new password, and as a move of
 * sign-in where there is an e-mail already.
 */
export const changeUserRequest = defineChange({
  kind: "change-user",
  input: changeUserInput,
  needs: "users:edit",
  undo: `${hint("audit")} says what the names and the address were before.`,

  async plan(ctx, input) {
    const user = await loadUser(ctx.db, input.userId);
    const address = movedTo(user, input);
    const names = namesAfter(user, input);
    const memberships = await ctx.db.membership.findMany({
      where: { userId: user.id },
      select: { accountId: true },
    });
    return {
      accountIds: address || names ? memberships.map(({ accountId }) => accountId) : [],
      warnings: [],
      ...(address !== undefined && (await planMove(ctx, user, address))),
      dedupeKey: changeKey(`change-user:${user.id}`, input),
      what: `a change of the User ${user.username}`,
      effects: [
        ...(names ? [`${userLabel(user)} is called ${names.firstName} ${names.lastName} from then on.`] : []),
        ...(address === undefined
          ? []
          : [`A mail goes to ${address} with a link that makes it the e-mail of ${userLabel(user)}.`]),
        ...(names || address !== undefined ? [] : ["Nothing changes."]),
      ],
      needsConfirmation: false,
    };
  },

  change: {
    // Nobody makes them Administrator meanwhile, or another password for them.
    hold: (tx, { userId }) => tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`,
    apply: change,
  },

  async card(app, request, { userId, email: address }) {
    const user = await app.db.user.findUnique({ where: { id: userId } });
    return standardCard(app, request, {
      noun: "Change of a User",
      fields: [
        ["User", user ? userLabel(user) : await userNamed(app, userId)],
        ...(address === undefined ? [] : [["E-mail", address] satisfies [string, string]]),
      ],
      done: "User changed",
      note: address === undefined ? "" : "The e-mail counts once somebody has followed the link in its mail.",
    });
  },
});

async function planMove(ctx: Context, user: User, address: string) {
  const administered = await accountsAdministered(ctx.db, user.id, ctx.clock());
  const who = `whoever reads mail at ${address}`;
  await refuseAddress(ctx.db, user, address);
  return {
    grantsAdministrator: administered.length > 0,
    administrators: listed(administered.map((account) => ({ who, account }))),
    beneficiaries: [...keysOf(user), addressKey(address)],
    judgedAs: resetPasswordRequest.kind,
    ...(isMove(user, address) && {
      movesSignIn: `mails for ${user.username}, with links to set the password, go to ${address}`,
    }),
    warnings:
      administered.length > 0
        ? [`${user.username} is Administrator, or is to become one: ${who} can act as one.`]
        : [],
  };
}

/** An address that nobody has confirmed yet can be confirmed this way, too. */
function movedTo(user: User, { email: address }: ChangeUserInput): string | undefined {
  if (address === undefined) return undefined;
  return addressKey(address) === user.emailKey && user.emailConfirmedAt !== null ? undefined : address;
}

const isMove = ({ emailKey }: User, address: string): boolean =>
  emailKey !== null && emailKey !== addressKey(address);

/** The names afterwards; undefined where they stay. */
function namesAfter(before: User, input: ChangeUserInput) {
  const { firstName = before.firstName, lastName = before.lastName } = input;
  const same = firstName === before.firstName && lastName === before.lastName;
  return same ? undefined : { firstName, lastName };
}

/** Throws conflict where another User has the address, or would be taken for its owner. */
async function refuseAddress(db: Database | Transaction, user: User, address: string): Promise<void> {
  if (!(await isFreeAddress(db, { email: address, userId: user.id })))
    throw new DomainError("conflict", "Another User has this address, as e-mail or user ID.", "email");
  if (!wouldMisname(user, addressKey(address))) return;
  throw new DomainError(
    "conflict",
    `The user ID is the address ${user.username}, and nobody has confirmed yet that its User reads mail there. First have that address confirmed.`,
    "email",
  );
}

async function change(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  after: After,
  input: ChangeUserInput,
  { requestId }: ChangeOrigin,
): Promise<"changed" | "already"> {
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${input.userId}::uuid FOR UPDATE`;
  const user = await loadUser(tx, input.userId);
  const [names, address] = [namesAfter(user, input), movedTo(user, input)];
  if (names) await saveNames(ctx, tx, user, names, requestId);
  if (address !== undefined) await askToConfirm(ctx, tx, after, { user, address, requestId });
  return names || address !== undefined ? "changed" : "already";
}

async function saveNames(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  { id, username, firstName, lastName }: User,
  names: Pick<User, "firstName" | "lastName">,
  requestId: string | null,
): Promise<void> {
  await tx.user.update({ where: { id }, data: names, select: { id: true } });
  await recordAudit(tx, ctx, {
    action: "names-changed",
    subject: { kind: "user", id, name: username },
    requestId,
    before: { firstName, lastName },
    after: names,
  });
}

interface Move {
  user: User;
  address: string;
  requestId: string | null;
}

/** An earlier link that asks the same is dead. */
async function askToConfirm(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  after: After,
  { user, address, requestId }: Move,
): Promise<void> {
  const { id: userId, username, email: before } = user;
  await refuseAddress(tx, user, address);
  const now = ctx.clock();
  await withdrawLinks(tx, { userId, purpose: "email" });
  const link = newLink(ctx, { purpose: "email", userId, email: address });
  await tx.secretLink.create({ data: link, select: { id: true } });
  await emailChangeMailing.write(tx, after, { linkId: link.id }, now);
  const notice = { notice: "email-change-asked", username, by: ctx.actor.name } as const;
  if (before !== null && isMove(user, address))
    await noticeMailing.write(tx, after, { ...notice, to: before }, now);
  // Judged as an Administrator's: see `confirmEmailChange`.
  const asAdministrator = await isAdministratorAnywhere(tx, userId, now);
  await recordAudit(tx, ctx, {
    action: "email-change-requested",
    subject: { kind: "user", id: userId, name: username },
    requestId,
    before: { email: before },
    after: { email: address, ...(asAdministrator && { asAdministrator }) },
  });
}
