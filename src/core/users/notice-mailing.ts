import { z } from "zod";
import { letter } from "../mail/letter.ts";
import { defineMailing } from "../mailings/define-mailing.ts";
import { partnerName } from "../partner/partner-name.ts";

const about = z.object({
  notice: z.enum(["password-changed", "email-changed"]),
  to: z.string(),
  username: z.string(),
});

/** Tells somebody that their own password, or their e-mail, is another now: if it was not they, this is how they learn. */
export const noticeMailing = defineMailing({
  kind: "notice",
  about,
  async send(app, { id, about: { notice, to, username } }) {
    const name = await partnerName(app);
    const { subject, title, happened } = words[notice];
    const content = await letter({
      title,
      paragraphs: [`${happened} It belongs to your user ${username} at ${name}.`],
      closing: [
        `If that was you, there is nothing to do. If not, tell your contact at ${name} now: somebody else may be using your user.`,
      ],
    });
    await app.mailer.send({ to, subject: `${name}: ${subject}`, ...content, messageId: `notice-${id}` });
  },
});

const words = {
  "password-changed": {
    subject: "your password was changed",
    title: "Your password was changed",
    happened: "The password was changed in the settings, and every other session was ended.",
  },
  "email-changed": {
    subject: "your e-mail was changed",
    title: "Your e-mail was changed",
    happened: "The e-mail is another one now. Mails go there from now on, and no longer to this address.",
  },
};
