import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { accountConnectorPurpose } from "../../../src/core/connectors/connector-values.ts";
import { hashPassword, verifyPassword } from "../../../src/core/kernel/secrets/password.ts";
import { unseal } from "../../../src/core/kernel/secrets/seal.ts";
import { findSignInToken } from "../../../src/core/kernel/links/use-sign-in-token.ts";
import { makeApiClient, makeConnector } from "../../support/account-scene.ts";
import { makeUser } from "../../support/factories.ts";
import { visitor } from "../visitor.ts";
import { apiScene, makeToken } from "./api-scene.ts";
import { documentCurl, readCurl } from "./document-curl.ts";
import { readAnswer } from "./read-answer.ts";

const scene = apiScene();
const path = "/v1.0/users/marketplace";
let marketplaceId: number;

beforeAll(async () => {
  const { id } = await scene.t.db.marketplace.create({ data: { name: "Shops", nameKey: "shops" } });
  marketplaceId = id;
  const properties = [{ name: "Url", label: "Address", required: true }];
  await makeConnector(scene.t.db, { name: "ExampleConnector", authentication: "apiKey", properties });
});

const placeholders = () => ({
  access_token: scene.token,
  MarketplaceId: String(marketplaceId),
  CYCLR_ACCOUNT_API_ID: `customer-${randomUUID()}`,
  ExampleConnector: "ExampleConnector",
  VersionNumber: "1.0",
  AuthenticationId: "main",
  AuthenticationValue: "pk-live-secret",
  Url: "Url",
  "http://customDomain.appName.com": "http://customDomain.appName.com",
  CyclrAPIDomain: "access.partner.example",
});

const documented = async (values: Record<string, string>) => {
  const { url, init } = readCurl(documentCurl, values);
  return readAnswer("POST", path, await visitor(scene.web).request(url, init));
};

const counts = () => {
  const { db } = scene.t;
  const tables = [db.account, db.user, db.membership, db.deployment, db.secretLink, db.accountConnector];
  return Promise.all(tables.map((table) => (table.count as () => Promise<number>)()));
};

describe("the document's own request", () => {
  test("runs as it stands there: it makes the Account and the User, and answers a link", async () => {
    const values = placeholders();
    const answer = await documented(values);
    expect(answer).toMatchObject({ status: 200, body: { AccountId: values.CYCLR_ACCOUNT_API_ID } });
    const { MarketplaceUrl, Token, ExpiresAtUtc } = answer.body as Record<string, string>;
    expect(MarketplaceUrl).toBe(
      `http://access.partner.example/account/signinwithtoken?token=${Token}&returnUrl=/launch/marketplace/${marketplaceId}`,
    );
    expect(new Date(ExpiresAtUtc ?? "").getTime() - scene.t.clock.now().getTime()).toBe(5 * 60_000);
    const user = await scene.t.db.user.findUniqueOrThrow({
      where: { usernameKey: "exampleuser" },
      include: { memberships: { include: { account: true, grants: true } } },
    });
    expect(await verifyPassword(user.passwordHash ?? "", "P4$$w0rd")).toBe(true);
    expect(user.memberships).toMatchObject([{ account: { apiId: values.CYCLR_ACCOUNT_API_ID }, grants: [] }]);
    const [row] = await scene.t.db.accountConnector.findMany();
    const sealed = unseal(
      scene.t.app.secretKeys,
      accountConnectorPurpose(row?.id ?? ""),
      row?.valuesSealed ?? "",
    );
    expect(sealed).toContain("pk-live-secret");
    expect(sealed).toContain("http://customDomain.appName.com");
    expect(await findSignInToken(scene.t.app, Token ?? "")).toMatchObject({ state: "open" });
    expect(
      await scene.t.db.auditEvent.findFirst({ where: { action: "marketplace-deployed" } }),
    ).toMatchObject({
      actorKind: "api-client",
      actorName: "Billing app",
      surface: "api",
    });
  });

  test("run again gives another link and makes nothing more", async () => {
    const values = placeholders();
    await documented(values);
    const [accounts, users, memberships, , , connectors] = await counts();
    expect(await documented(values)).toMatchObject({ status: 200 });
    const [accounts2, users2, memberships2, , , connectors2] = await counts();
    expect([accounts2, users2, memberships2, connectors2]).toEqual([
      accounts,
      users,
      memberships,
      connectors,
    ]);
  });

  test("sent twice at the same moment makes one Account", async () => {
    const values = placeholders();
    const both = await Promise.all([documented(values), documented(values)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const apiId = values.CYCLR_ACCOUNT_API_ID;
    expect(await scene.t.db.account.count({ where: { apiId } })).toBe(1);
  });
});

const deployment = (given: Record<string, unknown> = {}) => ({
  MarketplaceId: marketplaceId,
  AccountId: scene.account.apiId,
  Username: `user.${randomUUID().slice(0, 8)}`,
  Password: "seven quiet herons",
  ...given,
});

test("refuses the wrong password of a User who exists, and changes nothing", async () => {
  const username = `known.${randomUUID().slice(0, 8)}`;
  const user = await makeUser(scene.t.db, { username });
  const passwordHash = await hashPassword("the right password");
  await scene.t.db.user.update({ where: { id: user.id }, data: { passwordHash } });
  const before = await counts();
  const body = deployment({ Username: username, AccountId: `new-${randomUUID()}` });
  const answer = await scene.call("POST", path, { body });
  expect(answer).toMatchObject({ status: 403, body: { Message: expect.stringMatching(/^Password: /) } });
  expect(await counts()).toEqual(before);
  expect(await scene.t.db.user.findUnique({ where: { id: user.id } })).toMatchObject({ passwordHash });
  const right = await scene.call("POST", path, { body: { ...body, Password: "the right password" } });
  expect(right.status).toBe(200);
});

test("lets nobody guess passwords for long", async () => {
  const username = `guessed.${randomUUID().slice(0, 8)}`;
  await scene.call("POST", path, { body: deployment({ Username: username }) });
  const guess = (Password: string) =>
    scene.call("POST", path, { body: deployment({ Username: username, Password }) });
  let last = await guess("wrong password 0");
  for (let tries = 1; last.status === 403 && tries < 100; tries += 1)
    last = await guess(`wrong password ${tries}`);
  expect(last.status).toBe(429);
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await guess("seven quiet herons")).status).toBe(429);
});

test("counts a user ID as one, however it is written", async () => {
  const name = `odd${randomUUID().slice(0, 8)}`;
  const username = `${name}@acme.example`;
  await scene.call("POST", path, { body: deployment({ Username: username }) });
  const wide = (text: string) =>
    text.replace(/[a-z0-9]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  const spellings = Array.from({ length: 31 }, (_, at) => {
    const cut = 1 + (at % (name.length - 1));
    const [start, end] = [username.slice(0, cut), username.slice(cut)];
    return [`${wide(start)}${end}`, `${start}\u200B${end}`, `${start}\u00AD\u2060${end}`][at % 3];
  });
  const statuses = new Set<number>();
  for (const Username of spellings)
    statuses.add(
      (await scene.call("POST", path, { body: deployment({ Username, Password: "wrong" }) })).status,
    );
  expect([...statuses]).toEqual([403, 429]);
  const UserName = `\u2060${username}`;
  const access = `/v1.0/accounts/${scene.account.apiId}/users`;
  const other = await scene.call("PUT", access, { body: { UserName, Password: "wrong" } });
  expect(other.status).toBe(429);
});

test.each([
  [{ MarketplaceId: "seven" }, /^MarketplaceId: Expected/],
  [{ MarketplaceId: 2_000_000_000 }, /^MarketplaceId: There is no Marketplace/],
  [{ MarketplaceId: undefined }, /^MarketplaceId: This is missing/],
  [{ Username: "?" }, /^Username: /],
  [{ Username: null }, /^Username: /],
  [{ Password: "short" }, /^Password: /],
  [{ Password: undefined }, /^Password: This is missing/],
  [{ AccountId: "with space" }, /^AccountId: /],
  [{ AccountId: "" }, /^AccountId: /],
  [{ AccountId: "fresh", AccountName: "a\nb" }, /^AccountName: /],
  [{ InlineOAuth: "yes" }, /^InlineOAuth: /],
  [{ ConnectorAuthentications: [{ Name: "No such" }] }, /^ConnectorAuthentications\[0\]\.Name: /],
  [
    { ConnectorAuthentications: [{ Name: "ExampleConnector", Version: "9" }] },
    /^ConnectorAuthentications\[0\]\.Version: /,
  ],
  [
    { ConnectorAuthentications: [{ Name: "ExampleConnector" }] },
    /^ConnectorAuthentications\[0\]\.AuthValue: /,
  ],
  [
    { ConnectorAuthentications: [{ Name: "ExampleConnector", AuthValue: 1 }] },
    /^ConnectorAuthentications\[0\]\.AuthValue: /,
  ],
  [
    { ConnectorAuthentications: [{ Name: "ExampleConnector", AuthValue: "x", Properties: [] }] },
    /^ConnectorAuthentications\[0\]\.Properties/,
  ],
])("answers %j with a 400 that names the field, and makes nothing", async (wrong, message) => {
  const before = await counts();
  const answer = await scene.call("POST", path, { body: deployment(wrong) });
  expect(answer).toMatchObject({ status: 400, body: { Message: expect.stringMatching(message) } });
  expect(await counts()).toEqual(before);
});

test("opens a Marketplace for an Account, whose API User it is attributed to", async () => {
  const apiId = `fresh-${randomUUID()}`;
  const body = { MarketplaceId: marketplaceId, AccountName: "Fresh Ltd", CompleteParameter: "order 7" };
  const answer = await scene.call("POST", `/v1.0/accounts/${apiId}/marketplace`, { body });
  expect(answer).toMatchObject({ status: 200, body: { AccountId: apiId } });
  const account = await scene.t.db.account.findUniqueOrThrow({
    where: { apiIdKey: apiId },
    include: { apiUser: true, deployments: true },
  });
  expect(account).toMatchObject({
    name: "Fresh Ltd",
    apiUser: { passwordHash: null },
    deployments: [{ userId: account.apiUser?.id, completeParameter: "order 7" }],
  });
});

test("marks the address where OAuth was done elsewhere, and takes numbers and one connector alone as the vendor does", async () => {
  const connector = { Name: "ExampleConnector", AuthValue: "x", Properties: [{ Name: "Url", Value: "u" }] };
  const given = { MarketplaceId: String(marketplaceId), ConnectorAuthentications: connector };
  const url = async (more: object) => {
    const answer = await scene.call("POST", path, { body: deployment({ ...given, ...more }) });
    expect(answer.status).toBe(200);
    return (answer.body as { MarketplaceUrl: string }).MarketplaceUrl;
  };
  expect(await url({ InlineOAuth: "false" })).toMatch(/&inline=false$/);
  expect(await url({ InlineOAuth: true })).not.toContain("inline=");
  expect(await url({})).not.toContain("inline=");
});

test("the older PartnerConnector counts only where the Account is made by it", async () => {
  const PartnerConnector = {
    Name: "ExampleConnector",
    AuthValue: "x",
    Properties: [{ Name: "Url", Value: "u" }],
  };
  const AccountId = `partner-${randomUUID()}`;
  const installed = (apiId: string) => scene.t.db.accountConnector.count({ where: { account: { apiId } } });
  const made = await scene.call("POST", path, { body: deployment({ PartnerConnector, AccountId }) });
  expect([made.status, await installed(AccountId)]).toEqual([200, 1]);
  const known = await scene.call("POST", path, { body: deployment({ PartnerConnector }) });
  expect([known.status, await installed(scene.account.apiId)]).toEqual([200, 0]);
  const wrong = { PartnerConnector: { Name: "No such" }, AccountId: `partner-${randomUUID()}` };
  const refused = await scene.call("POST", path, { body: deployment(wrong) });
  expect(refused).toMatchObject({ status: 400, body: { Field: "PartnerConnector.Name" } });
});

test("needs people to make an Account under the API ID that another has had, and makes nothing", async () => {
  const { apiId } = scene.account;
  const other = await makeToken(scene, await makeApiClient(scene.t.db, { name: "Another app" }));
  await scene.call("DELETE", `/v1.0/accounts/${apiId}`, { token: other });
  const before = await counts();
  const needed = { status: 403, body: { Code: "approval-needed" } };
  expect(await scene.call("POST", path, { body: deployment() })).toMatchObject(needed);
  const forAccount = `/v1.0/accounts/${apiId}/marketplace`;
  const body = { MarketplaceId: marketplaceId };
  expect(await scene.call("POST", forAccount, { body })).toMatchObject(needed);
  expect(await counts()).toEqual(before);
  const refused = { action: "refused", subjectName: "marketplace", actorName: "Billing app" };
  expect(await scene.t.db.auditEvent.count({ where: refused })).toBe(1);
  const own = await scene.call("POST", forAccount, { body, token: other });
  expect(own).toMatchObject({ status: 200, body: { AccountId: apiId } });
});

test("writes nothing of it into the log, whatever comes of it", async () => {
  const from = scene.t.log.length;
  const values = placeholders();
  const { body } = await documented(values);
  await documented({ ...values, access_token: "x".repeat(43) });
  await documented({ ...values, ExampleConnector: "No such" });
  const log = scene.t.log.slice(from).join("");
  expect(log).toContain("/v1.0/users/marketplace");
  const { Token = "" } = body as Record<string, string>;
  for (const secret of ["pk-live-secret", "P4$$w0rd", "customDomain", scene.token, Token])
    expect([secret, log.includes(secret)]).toEqual([secret, false]);
});
