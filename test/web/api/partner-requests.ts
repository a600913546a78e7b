import { randomUUID } from "node:crypto";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { join } from "../../support/account-scene.ts";
import { makeAccount, makeConsoleUser, makeInvitation, makeUser } from "../../support/factories.ts";
import type { ApiScene } from "./api-scene.ts";
import type { GoodRequest } from "./good-requests.ts";

/** The same for the calls that the vendor's API has not. */
export const partnerRequests: Record<string, (scene: ApiScene) => Promise<GoodRequest>> = {
  "GET /v1.0/users": async () => ({ path: "/v1.0/users?limit=2" }),
  "GET /v1.0/users/{id}": async (scene) => ({ path: user(await member(scene)) }),
  // Of a first e-mail: another one needs people.
  "PUT /v1.0/users/{id}": async (scene) => ({
    path: user(await unreachable(scene)),
    body: { FirstName: "Ann", LastName: "Archer", Email: `ann.${randomUUID()}@acme.example` },
  }),
  "DELETE /v1.0/users/{id}": async (scene) => ({ path: user(await member(scene)) }),
  "GET /v1.0/users/{id}/memberships": async (scene) => ({
    path: `${user(await member(scene))}/memberships`,
  }),
  "POST /v1.0/users/{id}/memberships": async (scene) => ({
    path: `${user(await member(scene))}/memberships`,
    body: { Accounts: [{ AccountId: (await makeAccount(scene.t.db)).apiId, Level: "Access" }] },
  }),
  "GET /v1.0/accounts/{id}/memberships": async (scene) => ({ path: `${account(scene)}/memberships` }),
  "GET /v1.0/accounts/{id}/memberships/{userId}": async (scene) => ({ path: await membership(scene) }),
  "PUT /v1.0/accounts/{id}/memberships/{userId}": async (scene) => ({
    path: await membership(scene),
    body: { Level: "Access", Reason: "Not on the team any more" },
  }),
  "DELETE /v1.0/accounts/{id}/memberships/{userId}": async (scene) => ({ path: await membership(scene) }),
  "PUT /v1.0/accounts/{id}/memberships/{userId}/suspension": async (scene) => ({
    path: `${await membership(scene)}/suspension`,
    body: { Reason: "On leave" },
  }),
  "DELETE /v1.0/accounts/{id}/memberships/{userId}/suspension": async (scene) => ({
    path: `${await membership(scene)}/suspension`,
    body: { Reason: "Back" },
  }),
  "GET /v1.0/accounts/{id}/suspension": async (scene) => ({ path: `${account(scene)}/suspension` }),
  "PUT /v1.0/accounts/{id}/suspension": async (scene) => ({
    path: `${account(scene)}/suspension`,
    body: { Reason: "Unpaid" },
  }),
  "DELETE /v1.0/accounts/{id}/suspension": async (scene) => ({
    path: `${account(scene)}/suspension`,
    body: { Reason: "Paid" },
  }),
  "GET /v1.0/invitations": async () => ({ path: "/v1.0/invitations?limit=2" }),
  "GET /v1.0/invitations/{id}": async (scene) => ({ path: await invitation(scene) }),
  "POST /v1.0/accounts/{id}/invitations": async (scene) => ({
    path: `${account(scene)}/invitations`,
    body: { Email: address(), Level: "Access" },
  }),
  "POST /v1.0/invitations": async (scene) => ({
    path: "/v1.0/invitations",
    body: { Invitations: [{ Email: address(), AccountId: scene.account.apiId, Level: "Access" }] },
  }),
  "POST /v1.0/invitations/{id}/resend": async (scene) => ({ path: `${await invitation(scene)}/resend` }),
  "DELETE /v1.0/invitations/{id}": async (scene) => ({ path: await invitation(scene) }),
  "GET /v1.0/console-users": async () => ({ path: "/v1.0/console-users" }),
  "GET /v1.0/console-users/{id}": async (scene) => ({ path: await consoleUser(scene) }),
  "PUT /v1.0/console-users/{id}/permissions": async (scene) => ({
    path: `${await consoleUser(scene)}/permissions`,
    body: { FullAccess: false, Permissions: ["users:view"] },
  }),
  "PUT /v1.0/console-users/{id}/freeze": async (scene) => ({ path: `${await consoleUser(scene)}/freeze` }),
  "PUT /v1.0/console-users/{id}/unfreeze": async (scene) => ({
    path: `${await consoleUser(scene, { frozen: true })}/unfreeze`,
  }),
  "DELETE /v1.0/console-users/{id}": async (scene) => ({ path: await consoleUser(scene) }),
  "GET /v1.0/audit": async () => ({ path: "/v1.0/audit?limit=2" }),
  "GET /v1.0/audit/export": async (scene) => ({
    path: `/v1.0/audit/export?format=jsonl&accountId=${scene.account.apiId}`,
  }),
  "GET /v1.0/audit/verification": async () => ({ path: "/v1.0/audit/verification" }),
  "GET /v1.0/dashboard": async () => ({ path: "/v1.0/dashboard" }),
  ...Object.fromEntries(
    ["users", "invitations", "activity", "deployments", "levels"].map((name) => [
      `GET /v1.0/reports/${name}`,
      async () => ({ path: `/v1.0/reports/${name}` }),
    ]),
  ),
};

/** Those that people have to approve, by the usual policy, whatever is sent. */
export const approvedCalls = [
  "PUT /v1.0/console-users/{id}/permissions",
  "PUT /v1.0/console-users/{id}/unfreeze",
  "DELETE /v1.0/console-users/{id}",
];

const address = () => `invitee.${randomUUID()}@acme.example`;

async function invitation({ t, account: { id } }: ApiScene): Promise<string> {
  const { invitation } = await makeInvitation(t, { accountId: id, email: address() });
  return `/v1.0/invitations/${invitation.id}`;
}

async function consoleUser({ t }: ApiScene, { frozen = false } = {}): Promise<string> {
  const permissions = { users: "edit" } as const;
  const { id } = await makeConsoleUser(t.db, { email: `c.${randomUUID()}@partner.example`, permissions });
  if (frozen) await t.db.consoleUser.update({ where: { id }, data: { frozenAt: t.clock.now() } });
  return `/v1.0/console-users/${id}`;
}

export const account = ({ account: { apiId } }: ApiScene) => `/v1.0/accounts/${apiId}`;

const user = ({ id }: User) => `/v1.0/users/${id}`;

/** A fresh user of the Account, with Access. */
export async function member({ t, account: { id } }: ApiScene): Promise<User> {
  const one = await makeUser(t.db, {
    username: `member.${randomUUID()}`,
    email: `member.${randomUUID()}@acme.example`,
  });
  await join(t.db, one.id, id);
  return one;
}

/** The same, without an e-mail. */
export async function unreachable(scene: ApiScene): Promise<User> {
  const { id } = await member(scene);
  const nowhere = { email: null, emailKey: null, emailConfirmedAt: null };
  return scene.t.db.user.update({ where: { id }, data: nowhere });
}

async function membership(scene: ApiScene): Promise<string> {
  return `${account(scene)}/memberships/${(await member(scene)).id}`;
}
