import { z } from "zod";
import { letter } from "../mail/letter.ts";
import { defineMailing } from "../mailings/define-mailing.ts";
import { partnerName } from "../partner/partner-name.ts";
import { unseal } from "../secrets/seal.ts";
import { isFreeAddress } from "./is-free-address.ts";

export const emailChangePurpose = (id: string) => `email-change:${id}`;

/** Goes to the new address: with the link that confirms it, or, where it is another User's, with that. */
export const emailChangeMailing = defineMailing({
  kind: "email-change",
  about: z.object({ emailChangeId: z.uuid() }),
  async send(app, { about: { emailChangeId } }) {
    const include = { user: true } as const;
    const change = await app.db.emailChange.findUnique({ where: { id: emailChangeId }, include });
    if (!change?.tokenSealed) return;
    const { id, email, user, expiresAt } = change;
    const name = await partnerName(app);
    const token = unseal(app.secretKeys, emailChangePurpose(id), change.tokenSealed);
    const free = await isFreeAddress(app.db, { email, userId: user.id });
    const content = free
      ? confirming({
          username: user.username,
          name,
          link: `${app.publicUrl}/email-changes/${token}`,
          expiresAt,
        })
      : taken(name);
    const mail = { to: email, subject: `${name}: your e-mail`, ...(await letter(content)) };
    await app.mailer.send({ ...mail, messageId: `email-change-${id}` });
    await app.db.emailChange.updateMany({ where: { id }, data: { tokenSealed: null } });
  },
});

function confirming(facts: { username: string; name: string; link: string; expiresAt: Date }) {
  return {
    title: "Is this your e-mail?",
    paragraphs: [
      `The user ${facts.username} at ${facts.name} wants to get mails at this address from now on.`,
    ],
    action: { label: "Confirm the address", link: facts.link },
    closing: [
      `The link works once, until ${facts.expiresAt.toUTCString()}.`,
      "If you did not ask for this, you can ignore this mail: without the link nothing changes.",
    ],
  };
}

function taken(name: string) {
  return {
    title: "This address has a user already",
    paragraphs: [
      `A user at ${name} wanted to get mails at this address. It belongs to another user already, so nothing was changed.`,
    ],
    closing: [
      "If that was you: sign in as the user that has this address, or set its password with “Forgotten your password?”.",
    ],
  };
}
