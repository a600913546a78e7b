import { accountLabel } from "../accounts/account-name.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { giveMembership } from "../memberships/give-membership.ts";
import { loadAccounts } from "../memberships/load-accounts.ts";
import { suspendedWarnings } from "../memberships/suspended-warning.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { addressKey, identityKey } from "../text/identity-key.ts";
import { createUserCard } from "./create-user-card.ts";
import { type CreateUserInput, createUserInput } from "./create-user-input.ts";
import { refuseInvitedAdministrator } from "./handed-credentials.ts";
import { tellTemporaryPassword } from "./notice-mailing.ts";
import { openInvitationsOf } from "./open-invitations-of.ts";
import { issuePasswordLink } from "./password-link.ts";
import { requireFreeNames } from "./require-free-names.ts";
import { sendPasswordLink } from "./send-password-link.ts";
import { userLabel } from "./user-name.ts";
import { namedUser } from "./name-keys.ts";

/** Creates a User, with Access to Accounts. Administrator is granted afterwards, on the Account. */
export const createUserRequest = defineRequest({
  kind: "create-user",
  input: createUserInput,
  needs: "users:edit",

  async plan(ctx, input) {
    await requireFreeNames(ctx.db, input);
    await refuseCapture(ctx.db, input, ctx.clock());
    const accounts = await loadAccounts(ctx.db, input.accountIds);
    const [only, ...others] = accounts;
    return {
      ...(only && others.length === 0 && { accountId: only.id }),
      accountIds: accounts.map(({ id }) => id),
      beneficiaries: input.email ? [addressKey(input.email)] : [],
      openKey: `create-user:${identityKey(input.username)}`,
      what: `the new User ${input.username}`,
      effects: [
        `The User ${userLabel(input)} is created.`,
        passwordEffect(input),
        ...accounts.map(
          (account) => `${input.username} gets ${accountLabel(account)}, with the level Access.`,
        ),
      ],
      warnings: [...suspendedWarnings(accounts), ...(await invitedWarnings(ctx, input))],
      asks: false,
    };
  },

  async run(ctx, request, input) {
    const outcome = await applyOnce(ctx, request, (tx, after) => create(ctx, tx, after, request, input));
    if (input.password === "link") await sendPasswordLink(ctx, request);
    return outcome;
  },

  card: createUserCard,
});

function passwordEffect({ email, password }: CreateUserInput): string {
  return password === "link"
    ? `A mail goes to ${email} with a link, good once and for seven days, to set a password.`
    : "You alone can show a temporary password, once. It has to be changed at the first sign-in.";
}

async function invitedWarnings(ctx: Context, { email, username }: CreateUserInput): Promise<string[]> {
  const open = await openInvitationsOf(ctx.db, { emailKey: email && addressKey(email), now: ctx.clock() });
  return open.map(
    ({ account }) =>
      `${email} has an open invitation to ${accountLabel(account)}: accepting it will add that Account to ${username}.`,
  );
}

/** Nobody makes a password for somebody who is to join as Administrator. */
async function refuseCapture(
  db: Database | Transaction,
  { email, password }: CreateUserInput,
  now: Date,
): Promise<void> {
  if (password === "temporary")
    await refuseInvitedAdministrator(
      db,
      { email, emailKey: email && addressKey(email), field: "password" },
      now,
    );
}

async function create(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  after: After,
  request: RequestRow,
  input: CreateUserInput,
): Promise<"created"> {
  const now = ctx.clock();
  await requireFreeNames(tx, input);
  await refuseCapture(tx, input, now);
  const accounts = await loadAccounts(tx, input.accountIds);
  const { username, firstName, lastName, email } = input;
  const { id: userId } = await tx.user.create({
    data: {
      ...namedUser(username),
      firstName,
      lastName,
      email,
      emailKey: email && addressKey(email),
      createdAt: now,
    },
    select: { id: true },
  });
  const grant = { userId, asAdministrator: false, requestId: request.id, now };
  for (const { id: accountId } of accounts) await giveMembership(tx, { ...grant, accountId });
  if (input.password === "link") await issuePasswordLink(ctx, tx, { userId, requestId: request.id });
  else await tellTemporaryPassword(tx, after, input, { made: ctx.actor.name }, now);
  const entry = { subject: { kind: "user", id: userId, name: username }, requestId: request.id };
  const made = { username, firstName, lastName, email, password: input.password };
  await recordAudit(tx, ctx, { ...entry, action: "user-created", after: made });
  for (const { id: accountId } of accounts)
    await recordAudit(tx, ctx, {
      ...entry,
      action: "membership-given",
      accountId,
      after: { level: "Access" },
    });
  return "created";
}
