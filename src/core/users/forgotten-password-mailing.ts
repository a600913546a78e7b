import { z } from "zod";
import { type AuditEntry, by, recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import { hours } from "../clock.ts";
import type { App } from "../context.ts";
import type { PasswordLink, User } from "../generated/prisma/client.ts";
import { defineMailing } from "../mailings/define-mailing.ts";
import { partnerName } from "../partner/partner-name.ts";
import { unseal } from "../secrets/seal.ts";
import { addressKey, usernameKeys } from "../text/identity-key.ts";
import { isAdministratorAnywhere } from "./handed-credentials.ts";
import { issuePasswordLink, passwordLinkPurpose } from "./password-link.ts";
import { passwordMail } from "./password-mail.ts";

const lifeMs = hours(1);

/** The link for whoever has forgotten a password. Each try that finds none of its own makes one, and mails that. */
export const forgottenPasswordMailing = defineMailing({
  kind: "forgotten-password",
  about: z.object({ name: z.string() }),
  async send(app, { id, about: { name } }) {
    const user = await userCalled(app, name);
    if (!user?.email) return;
    if (user.emailConfirmedAt === null && (await isAdministratorAnywhere(app.db, user.id, app.clock())))
      return recordAudit(app.db, by(app, systemActor), unconfirmed(user));
    const link = await linkOf(app, id, user);
    if (!link.tokenSealed) return;
    const token = unseal(app.secretKeys, passwordLinkPurpose(link.id), link.tokenSealed);
    const mail = await passwordMail({
      user: { username: user.username, email: user.email },
      why: user.passwordHash === null ? "forgotten-first" : "forgotten",
      accounts: [],
      partnerName: await partnerName(app),
      senderName: "",
      link: `${app.publicUrl}/passwords/${token}`,
      expiresAt: link.expiresAt,
    });
    await app.mailer.send({ ...mail, messageId: `password-link-${link.id}` });
    await app.db.passwordLink.updateMany({
      where: { id: link.id },
      data: { mailHandedOverAt: app.clock(), tokenSealed: null },
    });
  },
});

/** Nobody knows who reads mail there: a link is sent by `reset-password`, which others approve. */
function unconfirmed({ id, username }: User): AuditEntry {
  return {
    action: "refused",
    subject: { kind: "user", id, name: username },
    after: { attempted: "forgotten-password", because: "Administrator, with an e-mail nobody has confirmed" },
  };
}

/** Nobody's address is another's user ID, so that it is one User who is named. An API User cannot sign in. */
function userCalled({ db }: App, name: string): Promise<User | null> {
  return db.user.findFirst({
    where: {
      OR: [{ usernameKey: { in: usernameKeys(name) } }, { emailKey: addressKey(name) }],
      apiUserOfId: null,
    },
    orderBy: { usernameKey: "asc" },
  });
}

/** The one made by an earlier try, so that the same link goes out again, or a new one. */
async function linkOf(app: App, mailingId: string, user: User): Promise<PasswordLink> {
  const before = await app.db.passwordLink.findUnique({ where: { id: mailingId } });
  if (before) return before;
  return app.db.$transaction(async (tx) => {
    const ctx = { ...app, actor: systemActor };
    const link = await issuePasswordLink(ctx, tx, {
      id: mailingId,
      userId: user.id,
      requestId: null,
      lifeMs,
    });
    await recordAudit(tx, by(app, systemActor), {
      action: "password-link-issued",
      subject: { kind: "user", id: user.id, name: user.username },
    });
    return link;
  });
}
