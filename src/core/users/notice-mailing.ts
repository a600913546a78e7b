import { z } from "zod";
import type { Transaction } from "../database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { letter } from "../mail/letter.ts";
import { defineMailing } from "../mailings/define-mailing.ts";
import { partnerName } from "../partner/partner-name.ts";

const about = z.object({
  notice: z.enum([
    "password-changed",
    "email-changed",
    "temporary-password-made",
    "temporary-password-shown",
  ]),
  to: z.string(),
  username: z.string(),
  /** Who did it, where that is somebody else. */
  by: z.string().optional(),
});

/** Tells somebody what was done to their user: if they know nothing of it, this is how they learn. */
export const noticeMailing = defineMailing({
  kind: "notice",
  about,
  async send(app, { id, about: { notice, to, username, by } }) {
    const name = await partnerName(app);
    const { subject, title, happened, expected } = words[notice];
    const content = await letter({
      title,
      paragraphs: [
        `${happened(by ? `${by} of ${name}` : name)} It belongs to your user ${username} at ${name}.`,
      ],
      closing: [
        `${expected} If not, tell your contact at ${name} now: somebody else may be using your user.`,
      ],
    });
    await app.mailer.send({ to, subject: `${name}: ${subject}`, ...content, messageId: `notice-${id}` });
  },
});

const own = "If that was you, there is nothing to do.";

const words = {
  "password-changed": {
    subject: "your password was changed",
    title: "Your password was changed",
    happened: () => "The password was changed in the settings, and every other session was ended.",
    expected: own,
  },
  "email-changed": {
    subject: "your e-mail was changed",
    title: "Your e-mail was changed",
    happened: () =>
      "The e-mail is another one now. Mails go there from now on, and no longer to this address.",
    expected: own,
  },
  "temporary-password-made": {
    subject: "a temporary password for you",
    title: "A temporary password was made for you",
    happened: (by: string) =>
      `${by} asked for a temporary password, to pass it on to you. Until they have seen it, nothing changes.`,
    expected: "If you asked for help to sign in, there is nothing to do.",
  },
  "temporary-password-shown": {
    subject: "your temporary password was shown",
    title: "Your temporary password was shown",
    happened: (by: string) =>
      `${by} has seen the temporary password, which is the only one that works from now on. Every session was ended. Choose your own at the next sign-in.`,
    expected: "If they pass it on to you, there is nothing more to do.",
  },
};

/** Mails the owner of a User for whom somebody of the Partner's team made, or saw, a temporary password. */
export async function tellTemporaryPassword(
  tx: Transaction,
  after: After,
  { email, username }: { email: string | null; username: string },
  done: { made: string } | { shown: string },
  now: Date,
): Promise<void> {
  if (email === null) return;
  const what =
    "made" in done
      ? ({ notice: "temporary-password-made", by: done.made } as const)
      : ({ notice: "temporary-password-shown", by: done.shown } as const);
  await noticeMailing.write(tx, after, { ...what, to: email, username }, now);
}
