import { resumeAccountRequest, suspendAccountRequest } from "../../core/accounts/suspend-account.ts";
import { startCycle, stopCycle } from "../../core/cycles/switch-cycle.ts";
import { inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { resendInvitationRequest } from "../../core/invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "../../core/invitations/revoke-invitation.ts";
import { denyRequest } from "../../core/kernel/requests/decide-request.ts";
import { cancelRequest } from "../../core/kernel/requests/enter-queue-or-approval.ts";
import { identityKey } from "../../core/kernel/text/identity-key.ts";
import { installCard } from "../../core/marketplaces/deploy-request-card.ts";
import { deployMarketplaceRequest } from "../../core/marketplaces/deploy-request.ts";
import { addAccountsRequest } from "../../core/memberships/add-accounts.ts";
import { grantAdministratorRequest } from "../../core/memberships/grant-administrator.ts";
import { removeUserRequest } from "../../core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../core/memberships/revoke-administrator.ts";
import { createUserRequest } from "../../core/users/create-user.ts";
import { deleteUserRequest } from "../../core/users/delete-user.ts";
import { resetPasswordRequest } from "../../core/users/reset-password.ts";
import type { Company } from "./company.ts";
import type { Diary } from "./diary.ts";

/** What went on in the Accounts once they were there. */
export function weeks(diary: Diary): void {
  invitationsThatLedNowhere(diary);
  grants(diary);
  comingsAndGoings(diary);
  for (const one of deployments) deployed(diary, one);
  for (const [ago, time, username, apiId, cycle, what] of cycles)
    diary.add(ago, time, (company) => switches(company, { username, apiId, cycle, what }));
}

const invites = async (company: Company, who: string, email: string, apiId: string) =>
  company.asks(who, inviteUserRequest, { ...(await company.account(apiId)), email, asAdministrator: false });

function invitationsThatLedNowhere(diary: Diary): void {
  const unanswered: [ago: number, email: string, apiId: string][] = [
    [34, "info@acme.example", "acme"],
    [27, "h.brand@acme.example", "acme"],
    [25, "office@cedar.example", "cedar"],
    [20, "reception@delta.example", "delta"],
    [14, "it@globex.example", "globex-us"],
    [9, "sales@bluebird.example", "bluebird"],
    [4, "samir.khan@initech.example", "initech"],
    [3, "petra.lang@acme.example", "acme-de"],
  ];
  for (const [ago, email, apiId] of unanswered)
    diary.add(ago, "16:20", (company) => invites(company, "ed", email, apiId));
  diary.add(21, "09:05", async (company) => {
    const { requestId } = await invites(company, "ed", "eva.smit@globex.exmaple", "globex-eu");
    const { id: invitationId } = await company.app.db.invitation.findFirstOrThrow({ where: { requestId } });
    await company.asks("ed", revokeInvitationRequest, { invitationId }, "the address was misspelt");
  });
  diary.add(1, "15:10", async (company) => {
    const emailKey = "samir.khan@initech.example";
    const { id: invitationId } = await company.app.db.invitation.findFirstOrThrow({ where: { emailKey } });
    await company.asks("ed", resendInvitationRequest, { invitationId });
  });
  diary.add(1, "16:45", (company) => invites(company, "olivia", "pat@cedar.example", "cedar"));
}

function grants(diary: Diary): void {
  const forATime: [ago: number, username: string, apiId: string, hours: number, why: string][] = [
    [30, "ben.adeyemi", "acme", 4, "the shop moves to the new host"],
    [23, "ulla.berg", "delta", 48, "Tariq is on leave"],
    [17, "eva.smit", "globex-eu", 8, "the end of the quarter"],
    [11, "lena.vogt", "acme-de", 24, "Jonas is on leave"],
    [5, "priya.nair", "initech", 6, "the first orders go live"],
  ];
  for (const [ago, username, apiId, hours, why] of forATime)
    diary.add(ago, "08:50", async (company) => {
      const asked = { ...(await company.member(username, apiId)), forMinutes: hours * 60 };
      await company.asksAndGets("ed", grantAdministratorRequest, asked, {
        by: "mona",
        after: 9,
        reason: why,
      });
    });
  diary.add(21, "11:30", async (company) => {
    const asked = await company.member("quentin.ash", "cedar");
    await company.asksAndGets("mona", grantAdministratorRequest, asked, { by: "olivia", after: 64 });
  });
  diary.add(8, "11:00", async (company) =>
    company.asks("ed", revokeAdministratorRequest, await company.member("quentin.ash", "cedar")),
  );
  diary.add(13, "14:05", async (company) => {
    const asked = await company.member("femke.bos", "globex-eu");
    const { requestId } = await company.asks(
      "ed",
      grantAdministratorRequest,
      asked,
      "she asked on the phone",
    );
    const reason = "Daan Visser has to ask for it in writing.";
    await denyRequest(await company.as("mona"), requestId, { reason });
    await company.queue.run(company.app);
  });
  // Nobody decides on this one.
  diary.add(10, "17:50", async (company) =>
    company.asks("ed", grantAdministratorRequest, await company.member("noah.price", "bluebird")),
  );
  diary.add(7, "10:40", async (company) => {
    const asked = await company.member("maya.shah", "bluebird");
    const { requestId } = await company.asks("ed", grantAdministratorRequest, asked);
    await cancelRequest(await company.as("ed"), requestId);
    await company.queue.run(company.app);
  });
}

function comingsAndGoings(diary: Diary): void {
  diary.add(29, "10:25", async (company) => {
    const asked = { ...(await company.member("anna.albrecht", "acme")), administratorOf: [] };
    const accountIds = [await company.account("acme-de"), await company.account("acme-fr")];
    const ids = accountIds.map(({ accountId }) => accountId);
    await company.asks("ed", addAccountsRequest, { ...asked, accountIds: ids });
  });
  diary.add(26, "13:15", async (company) => {
    const { accountId } = await company.account("acme");
    const person = {
      username: "gina.torres",
      firstName: "Gina",
      lastName: "Torres",
      email: "gina.torres@acme.example",
    };
    await company.asks("ed", createUserRequest, { ...person, accountIds: [accountId], password: "link" });
  });
  diary.add(15, "09:35", async (company) => {
    const { userId } = await company.member("gina.torres", "acme");
    await company.asks("mona", deleteUserRequest, { userId }, "she has left Acme");
  });
  diary.add(18, "12:10", async (company) =>
    company.asks("mona", removeUserRequest, await company.member("anna.albrecht", "acme-fr")),
  );
  for (const [ago, username, apiId] of [
    [22, "finn.olsen", "acme"],
    [9, "viktor.orlov", "delta"],
    [2, "morgan.lee", "globex-us"],
  ] as const)
    diary.add(ago, "11:50", async (company) => {
      const { userId } = await company.member(username, apiId);
      await company.asks("ed", resetPasswordRequest, { userId, password: "link" });
    });
  const because = "an invoice of October is open";
  diary.add(12, "10:05", async (company) =>
    company.asks("olivia", suspendAccountRequest, { ...(await company.account("globex-us")), because }),
  );
  diary.add(10, "09:10", async (company) =>
    company.asks("olivia", resumeAccountRequest, {
      ...(await company.account("globex-us")),
      because: "it was paid",
    }),
  );
}

interface DeployedTo {
  ago: number;
  apiId: string;
  username: string;
  marketplaceId: 1 | 2;
  /** The titles of the cards that its user installs the same day. */
  cards: string[];
}

const deployments: DeployedTo[] = [
  { ago: 35, apiId: "acme", username: "anna.albrecht", marketplaceId: 1, cards: ["Accounting, done"] },
  { ago: 32, apiId: "acme-de", username: "jonas.keller", marketplaceId: 1, cards: ["Newsletter"] },
  { ago: 29, apiId: "bluebird", username: "isla.fraser", marketplaceId: 2, cards: ["Stock in the shop"] },
  {
    ago: 25,
    apiId: "cedar",
    username: "peter.cedar",
    marketplaceId: 1,
    cards: ["Accounting, done", "Newsletter"],
  },
  { ago: 20, apiId: "globex-eu", username: "daan.visser", marketplaceId: 1, cards: ["Accounting, done"] },
  { ago: 17, apiId: "globex-us", username: "jordan.blake", marketplaceId: 2, cards: ["Stock in the shop"] },
  { ago: 13, apiId: "initech", username: "oscar.lindgren", marketplaceId: 1, cards: ["Newsletter"] },
  { ago: 9, apiId: "acme", username: "dario.rossi", marketplaceId: 2, cards: ["Stock in the shop"] },
  { ago: 6, apiId: "kestrel", username: "tom.whelan", marketplaceId: 1, cards: ["Newsletter"] },
  { ago: 3, apiId: "umbra", username: "yara.silva", marketplaceId: 1, cards: ["Accounting, done"] },
];

function deployed(diary: Diary, { ago, apiId, username, marketplaceId, cards }: DeployedTo): void {
  diary.add(ago, "13:40", async (company) => {
    const { userId, accountId } = await company.member(username, apiId);
    const user = { kind: "known" as const, userId };
    const rest = { connectorIds: [], inlineOAuth: true, completeParameter: null };
    await company.asks("ed", deployMarketplaceRequest, {
      marketplaceId,
      account: { accountId },
      user,
      ...rest,
    });
  });
  diary.add(ago, "15:30", async (company) => {
    const ctx = await company.signsIn(username);
    const { accountId } = await company.account(apiId);
    for (const title of cards) {
      const card = await ctx.db.marketplaceCard.findFirstOrThrow({ where: { marketplaceId, title } });
      const installed = await installCard(ctx, { accountId, marketplaceId, cardId: card.id });
      for (const { id: cycleId } of installed)
        await startCycle(ctx, { accountId, cycleId, schedule: { interval: 15 } });
    }
    await company.queue.run(company.app);
  });
}

interface Switched {
  username: string;
  apiId: string;
  cycle: string;
  what: "start" | "stop";
}

type Switching = [
  ago: number,
  time: string,
  ...Parameters<(username: string, apiId: string, cycle: string, what: Switched["what"]) => void>,
];

const cycles: Switching[] = [
  [28, "10:00", "anna.albrecht", "acme", "Payments reconciled", "stop"],
  [27, "09:15", "anna.albrecht", "acme", "Payments reconciled", "start"],
  [21, "16:05", "isla.fraser", "bluebird", "Stock every night", "stop"],
  [19, "08:35", "jack.morton", "bluebird", "Stock every night", "start"],
  [14, "12:45", "peter.cedar", "cedar", "Customers to a mailing list", "stop"],
  [8, "14:20", "daan.visser", "globex-eu", "Orders to invoices", "stop"],
  [7, "08:30", "daan.visser", "globex-eu", "Orders to invoices", "start"],
  [2, "09:55", "tom.whelan", "kestrel", "Customers to a mailing list", "stop"],
  [1, "10:10", "dario.rossi", "acme", "Stock every night", "stop"],
  [1, "11:25", "dario.rossi", "acme", "Stock every night", "start"],
];

async function switches(company: Company, { username, apiId, cycle, what }: Switched): Promise<void> {
  const ctx = await company.signsIn(username);
  const where = { name: cycle, account: { apiIdKey: identityKey(apiId) } };
  const { id: cycleId, accountId } = await ctx.db.cycle.findFirstOrThrow({ where });
  await (what === "start" ? startCycle(ctx, { accountId, cycleId }) : stopCycle(ctx, { accountId, cycleId }));
  await company.queue.run(company.app);
}
