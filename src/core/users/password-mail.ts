import { letter } from "../mail/letter.ts";
import type { Mail } from "../mail/mailer.ts";

export interface PasswordMailFacts {
  user: { username: string; email: string };
  /** Has never had a password. */
  isNew: boolean;
  accounts: string[];
  partnerName: string;
  senderName: string;
  link: string;
  expiresAt: Date;
}

export async function passwordMail(facts: PasswordMailFacts): Promise<Omit<Mail, "messageId">> {
  const { user, isNew, partnerName, link, expiresAt } = facts;
  const title = isNew ? "Set your password" : "Set a new password";
  return {
    to: user.email,
    subject: `${partnerName}: ${isNew ? "set your password" : "set a new password"}`,
    ...(await letter({
      title,
      paragraphs: [
        ...whatHappened(facts),
        `Your user ID is ${user.username}. Follow the link to choose your password.`,
      ],
      action: { label: title, link },
      closing: [
        `The link works once, until ${expiresAt.toUTCString()}.`,
        "If you did not expect this, you can ignore this mail: without the link nothing changes.",
      ],
    })),
  };
}

function whatHappened({ isNew, accounts, partnerName, senderName }: PasswordMailFacts): string[] {
  const by = senderName ? `${senderName} of ${partnerName}` : partnerName;
  if (!isNew) return [`${by} sends you a link to set a new password. Until you do, the old one stays.`];
  const opens = accounts.length > 0 ? [`It has access to: ${accounts.join(", ")}.`] : [];
  return [`${by} has made a user for you.`, ...opens];
}
