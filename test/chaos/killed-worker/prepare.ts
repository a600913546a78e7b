import type { LinkPurpose } from "../../../src/core/generated/prisma/client.ts";
import { noAccess } from "../../../src/core/kernel/access/access.ts";
import type { Database } from "../../../src/core/kernel/database.ts";
import { fold } from "../../../src/core/kernel/text/fold.ts";
import { hashToken, newToken } from "../../../src/core/kernel/secrets/token.ts";
import { makeAccount, makeConsoleUser, makeUser } from "../../support/factories.ts";

/** What a request may need to be there. */
export type Given =
  | "user"
  | "member"
  | "administrator"
  | "suspended-member"
  | "suspended-account"
  | "invitation"
  | "console-invitation"
  | "api-client"
  | "marketplace"
  | "no-service-name"
  | "colleague"
  | "frozen-colleague";

export const requesterEmail = "olivia@northwind.example";
const someDay = new Date("2026-01-05T10:00:00Z");

/** There are at most five: those of the scenarios before make room. */
export const removeApiClients = (db: Database) => db.apiClient.deleteMany();

/** An Account, and what else is given, all named by the tag. */
export async function prepare(db: Database, tag: string, given: Given[]) {
  const has = (one: Given) => given.includes(one);
  const email = `ann@${tag}.example`;
  const suspended = { suspendedAt: someDay, suspendedBecause: "chaos" };
  const account = await makeAccount(db, {
    name: `Account ${tag}`,
    apiId: tag,
    ...(has("suspended-account") && suspended),
  });
  const isMember = has("member") || has("suspended-member");
  const user = has("user") || isMember ? await makeUser(db, { username: tag, email }) : undefined;
  if (user && isMember)
    await db.membership.create({
      data: {
        userId: user.id,
        accountId: account.id,
        ...(has("suspended-member") && suspended),
        ...(has("administrator") && { grants: { create: { startsAt: someDay } } }),
      },
    });
  const invitation = has("invitation") ? await invite(db, account.id, email) : undefined;
  const apiClient = has("api-client") ? await makeApiClient(db, tag) : undefined;
  const consoleInvitation = has("console-invitation") ? await inviteColleague(db, email) : undefined;
  if (has("no-service-name")) await db.partner.update({ where: { id: 1 }, data: { serviceName: null } });
  const marketplace = has("marketplace") ? await makeMarketplace(db, tag) : undefined;
  const colleague = await makeConsoleUser(db, { email: `colleague@${tag}.example`, firstName: "Cleo" });
  if (has("frozen-colleague"))
    await db.consoleUser.update({ where: { id: colleague.id }, data: { frozenAt: someDay } });
  return {
    account,
    accountId: account.id,
    email,
    userId: user?.id ?? "",
    invitationId: invitation?.id ?? "",
    consoleInvitationId: consoleInvitation?.id ?? "",
    apiClientId: apiClient?.id ?? "",
    secretId: apiClient?.secrets[0]?.id ?? "",
    marketplaceId: marketplace?.id ?? 0,
    colleague,
  };
}

async function invite(db: Database, accountId: string, email: string) {
  const linkId = await mailedLink(db, "invitation");
  return db.invitation.create({ data: { accountId, email, emailKey: fold(email), linkId } });
}

/** As the requester of all this did a while ago. */
async function inviteColleague(db: Database, email: string) {
  const { id } = await db.consoleUser.findUniqueOrThrow({ where: { emailKey: requesterEmail } });
  const input = { email, access: { ...noAccess } };
  const asked = { kind: "invite-console-user", input, requesterId: id };
  const request = await db.request.create({ data: { ...asked, status: "done", finishedAt: someDay } });
  const linkId = await mailedLink(db, "consoleInvitation");
  return db.consoleInvitation.create({
    data: { email, emailKey: fold(email), linkId, requestId: request.id },
  });
}

async function mailedLink(db: Database, purpose: LinkPurpose) {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + 86_400_000);
  const link = { purpose, tokenHash: hashToken(newToken()), handedOverAt: now, expiresAt };
  return (await db.secretLink.create({ data: link, select: { id: true } })).id;
}

function makeMarketplace(db: Database, tag: string) {
  const name = `Shop ${tag}`;
  return db.marketplace.create({ data: { name, nameKey: fold(name) } });
}

function makeApiClient(db: Database, name: string) {
  const secrets = { create: { name: "Secret 1", secretHash: hashToken(newToken()) } };
  return db.apiClient.create({ data: { clientId: name, name, secrets }, include: { secrets: true } });
}
