import { letter } from "../mail/letter.ts";
import type { Mail } from "../mail/mailer.ts";

/** Somebody made the User, or sends a link to one; or whoever has forgotten the password, or never had one, asked for it. */
export type PasswordMailCause = "new" | "reset" | "forgotten" | "forgotten-first";

export interface PasswordMailFacts {
  user: { username: string; email: string };
  why: PasswordMailCause;
  accounts: string[];
  partnerName: string;
  senderName: string;
  link: string;
  expiresAt: Date;
}

export async function passwordMail(facts: PasswordMailFacts): Promise<Omit<Mail, "messageId">> {
  const { user, why, partnerName, link, expiresAt } = facts;
  const isNew = why === "new" || why === "forgotten-first";
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

function whatHappened({ why, accounts, partnerName, senderName }: PasswordMailFacts): string[] {
  const by = senderName ? `${senderName} of ${partnerName}` : partnerName;
  if (why === "forgotten" || why === "forgotten-first")
    return [
      `Somebody, most likely you, asked at ${partnerName} for a link to set the password of your user.`,
    ];
  if (why === "reset")
    return [`${by} sends you a link to set a new password. Until you do, the old one stays.`];
  const opens = accounts.length > 0 ? [`It has access to: ${accounts.join(", ")}.`] : [];
  return [`${by} has made a user for you.`, ...opens];
}
