import type { Account, Invitation } from "../generated/prisma/client.ts";
import { letter } from "../mail/letter.ts";
import type { Mail } from "../mail/mailer.ts";
import { levelWords } from "../memberships/level.ts";

export async function invitationMail(facts: {
  invitation: Pick<Invitation, "email" | "asAdministrator" | "expiresAt">;
  account: Pick<Account, "name">;
  partnerName: string;
  /** Who invites, as the mail begins. */
  by: string;
  link: string;
}): Promise<Omit<Mail, "messageId">> {
  const { invitation, account, partnerName, by, link } = facts;
  return {
    to: invitation.email,
    subject: `${partnerName}: you are invited to ${account.name}`,
    ...(await letter({
      title: `You are invited to ${account.name}`,
      paragraphs: [
        `${by} invites you to the account ${account.name}. ${levelWords(invitation.asAdministrator)}`,
        "Follow the link to choose your user ID and your password.",
      ],
      action: { label: "Accept the invitation", link },
      closing: [
        `The link works once, until ${invitation.expiresAt.toUTCString()}.`,
        "If you did not expect this, you can ignore this mail: without the link nothing happens.",
      ],
    })),
  };
}
