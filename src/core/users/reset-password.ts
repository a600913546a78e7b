import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { User } from "../generated/prisma/client.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { standardCard } from "../requests/standard-card.ts";
import { type PasswordWay, passwordWay } from "./create-user-input.ts";
import { isAdministratorAnywhere, refuseInvitedAdministrator } from "./handed-credentials.ts";
import { tellTemporaryPassword } from "./notice-mailing.ts";
import { issuePasswordLink } from "./password-link.ts";
import { passwordNote } from "./password-note.ts";
import { sendPasswordLink } from "./send-password-link.ts";
import { userLabel } from "./user-name.ts";

export const resetPasswordInput = z.object({ userId: z.uuid("Choose a User."), password: passwordWay });

/** Another link, or another temporary password, for a User who lost theirs, or never had one in time. */
export const resetPasswordRequest = defineRequest({
  kind: "reset-password",
  input: resetPasswordInput,
  needs: "users:edit",

  async plan(ctx, { userId, password }) {
    const user = await loadPerson(ctx.db, userId);
    const { username, email } = user;
    if (password === "link" && !email) throw noEmail(username);
    if (password === "temporary")
      await refuseInvitedAdministrator(ctx.db, { ...user, field: "password" }, ctx.clock());
    const memberships = await ctx.db.membership.findMany({ where: { userId }, select: { accountId: true } });
    const grantsAdministrator = await handsOutAdministrator(ctx.db, user, password, ctx.clock());
    const byLink = `A mail goes to ${email} with a link, good once and for seven days, to set a password. Until then all stays as it is.`;
    const byHand = `You alone can show a temporary password for ${username}, once. From then on the password of ${username} is that one, until the first sign-in.`;
    return {
      accountIds: memberships.map(({ accountId }) => accountId),
      grantsAdministrator,
      beneficiaries: user.emailKey ? [user.emailKey] : [],
      openKey: `reset-password:${userId}`,
      what:
        password === "link"
          ? `a link to set a password, for ${username}`
          : `a temporary password for ${username}`,
      effects: [password === "link" ? byLink : byHand],
      warnings: grantsAdministrator ? [administratorWarning(user, password)] : [],
      asks: password === "temporary" && user.passwordHash !== null,
    };
  },

  async run(ctx, request, { userId, password }) {
    const outcome = await applyOnce(ctx, request, async (tx, after) => {
      const user = await loadPerson(tx, userId);
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
      fields: [["User", user ? userLabel(user) : "a User who was deleted"]],
      done: password === "link" ? "Link to set a password mailed" : "Temporary password allowed",
      note: request.status === "done" ? await passwordNote(app, request, { way: password, username }) : "",
    });
  },
});

/** Whether somebody else than its owner may come to a password of this User, who is Administrator somewhere. */
async function handsOutAdministrator(
  db: Database | Transaction,
  user: User,
  way: PasswordWay,
  now: Date,
): Promise<boolean> {
  if (way === "link" && user.emailConfirmedAt !== null) return false;
  return isAdministratorAnywhere(db, user.id, now);
}

function administratorWarning({ username, email }: User, way: PasswordWay): string {
  return way === "temporary"
    ? `${username} is Administrator: whoever is shown the temporary password can act as one.`
    : `${username} is Administrator, and nobody has confirmed ${email}: whoever reads mail there can act as one.`;
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

async function loadPerson(db: Database | Transaction, userId: string): Promise<User> {
  const user = await loadUser(db, userId);
  if (user.apiUserOfId === null) return user;
  const sentence = `${user.username} is an API User, a service identity that never signs in.`;
  throw new DomainError("conflict", sentence, "userId");
}

function noEmail(username: string): DomainError {
  return new DomainError(
    "invalid",
    `${username} has no e-mail for a link to go to. Choose the temporary password.`,
    "password",
  );
}
