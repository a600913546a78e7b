import { accountLabel } from "../kernel/names/account-name.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { giveMembership } from "../kernel/levels/give-membership.ts";
import { loadAccounts } from "../kernel/levels/load-accounts.ts";
import { suspendedWarnings } from "../kernel/levels/suspended-warning.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { type CardContent, defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import { addressKey, identityKey, usernameKeys, lookAlikeKeys } from "../kernel/text/identity-key.ts";
import { type CreateUserInput, createUserInput, passwordNote } from "./reset-password.ts";
import { refuseInvitedAdministrator } from "./handed-credentials.ts";
import { tellTemporaryPassword } from "./notice-mailing.ts";
import { openInvitationsOf } from "./delete-user.ts";
import { issuePasswordLink, sendPasswordLink } from "./forgotten-password-mailing.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import type { Card } from "../kernel/chat/chat.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { DomainError } from "../kernel/errors.ts";
import { hint } from "../kernel/text/command-hint.ts";

/** Creates a User, with Access to Accounts. Administrator is granted afterwards, on the Account. */
export const createUserRequest = defineRequest({
  kind: "create-user",
  input: createUserInput,
  needs: "users:edit",
  undo: `${hint("delete-user")} deletes the User.`,

  async plan(ctx, input) {
    await requireFreeNames(ctx.db, input);
    await refuseCapture(ctx.db, input, ctx.clock());
    const accounts = await loadAccounts(ctx.db, input.accountIds);
    const [only, ...others] = accounts;
    return {
      ...(only && others.length === 0 && { accountId: only.id }),
      accountIds: accounts.map(({ id }) => id),
      beneficiaries: input.email ? [addressKey(input.email)] : [],
      dedupeKey: `create-user:${identityKey(input.username)}`,
      what: `the new User ${input.username}`,
      effects: [
        `The User ${userLabel(input)} is created.`,
        passwordEffect(input),
        ...accounts.map(
          (account) => `${input.username} gets ${accountLabel(account)}, with the level Access.`,
        ),
      ],
      warnings: [...suspendedWarnings(accounts), ...(await invitedWarnings(ctx, input))],
      needsConfirmation: false,
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
    : "Only you can see a temporary password, once. It has to be changed at the first sign-in.";
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

async function createUserCard(app: App, request: RequestRow, input: CreateUserInput): Promise<CardContent> {
  const fields = await fieldsOf(app, input);
  if (request.status === "failed" && request.appliedAt) return created(request, fields, input);
  return standardCard(app, request, {
    noun: "User creation",
    fields,
    done: "User created",
    note:
      request.status === "done"
        ? await passwordNote(app, request, { way: input.password, username: input.username })
        : "",
  });
}

/** The User is there, and only the mail is not. */
function created(
  { trouble }: RequestRow,
  fields: Card["fields"],
  { username }: CreateUserInput,
): CardContent {
  const again = `${hint("reset-password")} ${username} sends a new link.`;
  return {
    title: "User created, mail not sent",
    fields,
    note: `${trouble ?? "The reason was not recorded."} The User exists. ${again}`,
  };
}

async function fieldsOf({ db }: App, input: CreateUserInput): Promise<Card["fields"]> {
  const { username, firstName, lastName, email, accountIds } = input;
  const accounts = await db.account.findMany({
    where: { id: { in: accountIds } },
    orderBy: { nameKey: "asc" },
  });
  const name = `${firstName} ${lastName}`.trim();
  const gone = accountIds.length - accounts.length;
  const listed = [...accounts.map(accountLabel), ...(gone > 0 ? [`${gone} that were deleted`] : [])];
  const fields: Card["fields"] = [
    ["User ID", username],
    ["Name", name],
    ["E-mail", email ?? "none"],
    ["Accounts (Access)", listed.join(", ") || "none yet"],
  ];
  return fields.filter(([, value]) => value !== "");
}

/**
 * Throws conflict, at its field, where the user ID or the e-mail is another User's. One User's address is no other's user
 * ID either: whoever is named by it must be one person. Nor may a new user ID look like another.
 */
export async function requireFreeNames(
  db: Database | Transaction,
  { username, email }: { username: string; email: string | null },
): Promise<void> {
  const taken = await owner(db, username);
  if (taken) {
    const isUsername = usernameKeys(username).includes(taken.usernameKey);
    const lead = isUsername ? "This user ID is taken." : "This is the e-mail of another User.";
    const advice = `Choose another. ${hint("user")} ${username} shows whose it is.`;
    throw new DomainError("conflict", `${lead} ${advice}`, "username");
  }
  const alike = await findLookAlike(db, username);
  if (alike) {
    const sentence = `This user ID can be taken for ${alike.username}, which is another User’s. Choose another.`;
    throw new DomainError("conflict", sentence, "username");
  }
  if (email === null || addressKey(email) === addressKey(username)) return;
  const other = await owner(db, email);
  if (other)
    throw new DomainError(
      "conflict",
      `This e-mail belongs to the User ${other.username}. ${hint("add-accounts")} gives that User more Accounts.`,
      "email",
    );
}

function owner(db: Database | Transaction, name: string) {
  return db.user.findFirst({
    where: { OR: [{ usernameKey: { in: usernameKeys(name) } }, { emailKey: addressKey(name) }] },
    select: { username: true, usernameKey: true },
  });
}

/** A user ID with what it is compared by, for the row of a new User. */
export function namedUser(username: string): {
  username: string;
  usernameKey: string;
  lookAlikeKeys: string[];
} {
  return { username, usernameKey: identityKey(username), lookAlikeKeys: lookAlikeKeys(username) };
}

/**
 * A User whose user ID is this one or can be taken for it. Until the transaction ends, nobody else makes a User of such a
 * name: of two at the same moment one is there first.
 */
export async function findLookAlike(
  db: Database | Transaction,
  username: string,
): Promise<{ username: string; usernameKey: string } | null> {
  const keys = lookAlikeKeys(username).toSorted();
  await db.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('look-alike:' || "key", 0)) FROM unnest(${keys}::text[]) AS "key"`;
  // All of them first: for a LIMIT alone PostgreSQL reads the whole table, as it takes one in a hundred to match.
  const [alike] = await db.$queryRaw<{ username: string; usernameKey: string }[]>`
    WITH alike AS MATERIALIZED (
      SELECT "username", "usernameKey" FROM "User" WHERE "lookAlikeKeys" && ${keys}::text[])
    SELECT "username", "usernameKey" FROM alike LIMIT 1`;
  return alike ?? null;
}
