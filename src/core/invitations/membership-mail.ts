import type { Account } from "../generated/prisma/client.ts";
import { letter } from "../mail/letter.ts";
import type { Mail } from "../mail/mailer.ts";
import { levelWords } from "../memberships/level.ts";

export async function membershipMail(facts: {
  user: { username: string; email: string };
  account: Pick<Account, "name">;
  asAdministrator: boolean;
  partnerName: string;
}): Promise<Omit<Mail, "messageId">> {
  const { user, account, partnerName } = facts;
  return {
    to: user.email,
    subject: `${partnerName}: you now have access to ${account.name}`,
    ...(await letter({
      title: `You now have access to ${account.name}`,
      paragraphs: [
        `Your user ${user.username} now reaches the account ${account.name}. ${levelWords(facts.asAdministrator)}`,
        "Sign in as you always do. There is nothing else to set up.",
      ],
      closing: [`If you did not expect this, tell your contact at ${partnerName}.`],
    })),
  };
}
