import { userNamed } from "../kernel/names/deleted-names.ts";
import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import { listed } from "../kernel/requests/administrators-to-be.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { accountsAdministered, keysOf, refuseInvitedAdministrator } from "./handed-credentials.ts";
import { tellTemporaryPassword } from "./notice-mailing.ts";
import { linkState } from "../kernel/links/secret-link.ts";
import { issuePasswordLink, sendPasswordLink } from "./forgotten-password-mailing.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import type { Part } from "../kernel/chat/chat.ts";
import type { App } from "../context.ts";
import {
  addressIn,
  email,
  plainSigns,
  isOneScript,
  addressKey,
  canonical,
} from "../kernel/text/identity-key.ts";
import { personName } from "../kernel/text/person-name.ts";
import { hint } from "../kernel/text/command-hint.ts";

/** A user ID in the form in which it is kept; an address is kept as an address. User IDs are compared by `identityKey`. */
export const username = z
  .string()
  .transform((text) => addressIn(text) ?? canonical(plainSigns(text)))
  .pipe(
    z
      .string()
      .min(3, "Use at least 3 characters.")
      .max(100, "Use at most 100 characters.")
      .refine(
        (name) => /^[\p{L}\p{M}\p{N}._@+-]+$/u.test(name) || addressIn(name) !== null,
        "Use letters, digits and . _ @ + - only.",
      ),
  );

/**
 * A user ID for somebody new: of one alphabet, and of plain letters, so that it reads in one way alone. Those from before
 * stay as they are.
 */
export const newUsername = username.superRefine((name, check) => {
  const special = Array.from(name).find((letter) => letter.normalize("NFKC") !== letter);
  const parts = addressIn(name) === null ? [name] : name.split(/[@.]/u);
  if (special)
    check.addIssue(`“${special}” is a special form of “${special.normalize("NFKC")}”. Write that instead.`);
  else if (!parts.every(isOneScript))
    check.addIssue(
      "Use letters of one alphabet. This mixes several, and some of their letters look the same.",
    );
});

export const accountsAtOnce = 50;

/** Accounts, each once, in the order in which they were chosen. */
export const accountIds = z
  .array(z.uuid("Choose Accounts."))
  .max(accountsAtOnce, `Choose at most ${accountsAtOnce} Accounts at once.`)
  .transform((ids) => [...new Set(ids)]);

/** How a User comes by a password: a mailed link to set one, or one that the requester passes on. */
const passwordWay = z.enum(["link", "temporary"], { error: "Choose how the password is set." });
export type PasswordWay = z.infer<typeof passwordWay>;

/** What `create-user` takes. A user ID that is an e-mail address is the e-mail as well. */
export const createUserInput = z
  .object({
    username: newUsername,
    firstName: personName,
    lastName: personName,
    email: email.nullish(),
    accountIds,
    password: passwordWay,
  })
  .transform((given) => ({ ...given, email: given.email ?? addressIn(given.username) }))
  // Otherwise one User would be named by what is, or comes to be, another's address.
  .refine(
    ({ username, email }) => addressIn(username) === null || addressKey(email ?? "") === addressKey(username),
    {
      path: ["username"],
      error: "A user ID that is an e-mail address has to be the user's own.",
    },
  )
  .refine(({ email, password }) => email !== null || password === "temporary", {
    path: ["password"],
    error: "A link needs an e-mail to go to. Enter one, or choose the temporary password.",
  });

export type CreateUserInput = z.infer<typeof createUserInput>;

/** The outcome of a Request whose temporary password its requester has seen. */
export const shownOutcome = "password-shown";

/** How the password of a Request that is done stands. */
export async function passwordNote(
  app: App,
  request: RequestRow,
  { way, username }: { way: PasswordWay; username: string },
): Promise<Part[]> {
  if (way === "temporary") return [temporaryNote(request, username)];
  const link = await app.db.secretLink.findFirst({ where: { requestId: request.id, purpose: "password" } });
  const again = `${hint("reset-password")} ${username} sends a new one.`;
  if (!link) return [`The link no longer works. ${again}`];
  const state = linkState(link, app.clock());
  if (state === "expired") return [`The link was not used in time and no longer works. ${again}`];
  if (state === "used") return ["The password was set at ", { time: link.usedAt ?? app.clock() }, "."];
  const mailed = request.mailedAt ?? app.clock();
  const until = { time: link.expiresAt };
  return [
    "Mail with a link to set a password handed to the mail server at ",
    { time: mailed },
    ". It works once, until ",
    until,
    ".",
  ];
}

function temporaryNote({ outcome }: RequestRow, username: string): string {
  return outcome === shownOutcome
    ? "The temporary password was shown to its requester, once. It has to be changed at the first sign-in."
    : `Its requester can see the temporary password once, with the button or with ${hint("user")} ${username}.`;
}

export const resetPasswordInput = z.object({ userId: z.uuid("Choose a User."), password: passwordWay });

/** Another link, or another temporary password, for a User who lost theirs, or never had one in time. */
export const resetPasswordRequest = defineRequest({
  kind: "reset-password",
  input: resetPasswordInput,
  needs: "users:edit",
  undo: `${hint("reset-password")} sends another link; the password that was before is gone.`,

  async plan(ctx, { userId, password }) {
    const user = await loadUser(ctx.db, userId);
    const { username, email } = user;
    if (password === "link" && !email) throw noEmail(username);
    if (password === "temporary")
      await refuseInvitedAdministrator(ctx.db, { ...user, field: "password" }, ctx.clock());
    const memberships = await ctx.db.membership.findMany({ where: { userId }, select: { accountId: true } });
    const handedOut = await administeredByOthers(ctx.db, user, password, ctx.clock());
    const who = bearerOf(user, password);
    const byLink = `A mail goes to ${email} with a link, good once and for seven days, to set a password. Until it is used, nothing changes.`;
    const byHand = `Only you can see a temporary password for ${username}, once. From then on only that password works for ${username}, until the first sign-in.`;
    return {
      accountIds: memberships.map(({ accountId }) => accountId),
      grantsAdministrator: handedOut.length > 0,
      administrators: listed(handedOut.map((account) => ({ who, account }))),
      beneficiaries: keysOf(user),
      dedupeKey: `reset-password:${password}:${userId}`,
      what:
        password === "link"
          ? `a link to set a password, for ${username}`
          : `a temporary password for ${username}`,
      effects: [password === "link" ? byLink : byHand],
      warnings: handedOut.length > 0 ? [administratorWarning(user, password)] : [],
      needsConfirmation: password === "temporary" && user.passwordHash !== null,
    };
  },

  async run(ctx, request, { userId, password }) {
    const outcome = await applyOnce(ctx, request, async (tx, after) => {
      const user = await loadUser(tx, userId);
      const now = ctx.clock();
      if (password === "link" && !user.email) throw noEmail(user.username);
      if (password === "temporary") {
        await refuseInvitedAdministrator(tx, { ...user, field: "password" }, now);
        await tellTemporaryPassword(tx, after, user, { made: ctx.actor.name }, now);
      }
      if (password === "link") await issuePasswordLink(ctx, tx, { userId, requestId: request.id });
      await recordAudit(tx, ctx, {
        action: password === "link" ? "password-link-issued" : "temporary-password-allowed",
        subject: { kind: "user", id: userId, name: user.username },
        requestId: request.id,
      });
      return password === "link" ? "issued" : "ready";
    });
    if (password === "link") await sendPasswordLink(ctx, request);
    return outcome;
  },

  async card(app, request, { userId, password }) {
    const user = await app.db.user.findUnique({ where: { id: userId } });
    const username = user?.username ?? "";
    return standardCard(app, request, {
      noun: "Password reset",
      fields: [["User", user ? userLabel(user) : await userNamed(app, userId)]],
      done: password === "link" ? "Link to set a password mailed" : "Temporary password allowed",
      note: request.status === "done" ? await passwordNote(app, request, { way: password, username }) : "",
    });
  },
});

/** The Accounts of which somebody else than its owner may come to be Administrator, by a password of this User. */
async function administeredByOthers(
  db: Database | Transaction,
  user: User,
  way: PasswordWay,
  now: Date,
): Promise<Account[]> {
  if (way === "link" && user.emailConfirmedAt !== null) return [];
  return accountsAdministered(db, user.id, now);
}

function administratorWarning(user: User, way: PasswordWay): string {
  const { username, email } = user;
  const known = way === "temporary" ? "" : `, and nobody has confirmed ${email}`;
  return `${username} is Administrator, or is to become one${known}: ${bearerOf(user, way)} can act as one.`;
}

function bearerOf({ username, email }: User, way: PasswordWay): string {
  return way === "temporary"
    ? `anybody who sees the temporary password of ${username}`
    : `anybody who reads mail to ${email}`;
}

export async function loadUser(db: Database | Transaction, userId: string): Promise<User> {
  const user = await db.user.findUnique({ where: { id: userId } });
  if (user?.apiUserOfId)
    throw new DomainError(
      "conflict",
      "This is an API User, a service identity that never signs in.",
      "userId",
    );
  if (user) return user;
  throw new DomainError("not-found", "This User no longer exists. Choose another.", "userId");
}

function noEmail(username: string): DomainError {
  return new DomainError(
    "invalid",
    `${username} has no e-mail for a link to go to. Choose the temporary password.`,
    "password",
  );
}
