import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { generateSource } from "oazapfts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Credentials, TokenRefused } from "../../../src/client/connect.ts";
import * as shipped from "../../../src/client/generated.ts";
import { clientByOperator } from "../../support/client-by-operator.ts";
import { acceptInvitation } from "../../../src/core/invitations/accept-invitation.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { makeActor } from "../../support/factories.ts";
import { tokenIn } from "../../support/invite-scene.ts";
import { type RunningWeb, startWeb } from "../../../src/web/start-web.ts";
import { makeConnector, makeTemplate } from "../../support/account-scene.ts";
import { apiScene } from "./api-scene.ts";

const scene = apiScene();
type Client = typeof shipped;
let web: RunningWeb;
let credentials: Credentials;
let folder = "";
let client: Client;
let opts: { baseUrl: string; headers: Record<string, string> };

beforeAll(async () => {
  web = await startWeb(scene.t.app, { webPort: 0, trustedProxies: 0, listenHost: "127.0.0.1" });
  const { client: made, secret } = await clientByOperator(scene.t.app, { name: "Story" });
  const baseUrl = `http://127.0.0.1:${web.port}`;
  credentials = { baseUrl, clientId: made.clientId, clientSecret: secret };
  folder = await mkdtemp(path.join(tmpdir(), "api-client-"));
  client = await generated();
  const { clientId: client_id, clientSecret: client_secret } = credentials;
  const form = { grant_type: "client_credentials", client_id, client_secret } as const;
  const { data: taken } = await good(client.issueToken(form, {}, { baseUrl }));
  opts = { baseUrl, headers: { Authorization: `Bearer ${taken.access_token}` } };
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await web.stop();
});

/** Made of the document that the running server gives, as anybody would make it. */
async function generated(): Promise<Client> {
  const document = path.join(folder, "openapi.json");
  await writeFile(document, await (await fetch(`${credentials.baseUrl}/v1.0/openapi.json`)).text());
  const [source, outfile] = [await generateSource(document, {}), path.join(folder, "client.mjs")];
  const stdin = { contents: source, loader: "ts", resolveDir: import.meta.dirname } as const;
  await build({ stdin, bundle: true, platform: "node", format: "esm", outfile, logLevel: "error" });
  return (await import(pathToFileURL(outfile).href)) as Client;
}

/** What was answered by a call that went well. */
async function good<Answer extends { status: number }>(
  answering: Promise<Answer>,
): Promise<Extract<Answer, { status: 200 }>> {
  const answer = await answering;
  expect(answer).toMatchObject({ status: 200 });
  return answer as Extract<Answer, { status: 200 }>;
}

test("a client that is generated from the document plays the life of an Account", async () => {
  const Id = `story-${randomUUID()}`;
  const username = `story.${randomUUID().slice(0, 8)}`;
  const shop = await makeConnector(scene.t.db, { authentication: "apiKey" });
  const template = await makeTemplate(scene.t.db);

  const made = await good(client.createAccount({ Id, Name: "Story Ltd" }, {}, opts));
  expect(made.data).toMatchObject({ Id, Name: "Story Ltd" });
  const sub = { Id: `${Id}-north`, Name: "Story North", ParentAccountId: Id };
  await good(client.createAccount(sub, {}, opts));
  const subs = await good(client.listSubAccounts(Id, {}, opts));
  expect([subs.data.map((one) => one.Id), subs.headers.get("total-pages")]).toEqual([[sub.Id], "1"]);
  const person = { UserName: username, Password: "seven quiet herons" };
  expect((await good(client.giveAccess(Id, person, {}, opts))).data).toEqual({ UserName: username });
  expect((await good(client.listAccountUsers(Id, {}, opts))).data).toEqual([username]);
  const signIn = await good(client.createSignInToken(Id, { Username: username }, {}, opts));
  expect(signIn.data.Token).toMatch(/^[\w-]{43}$/);

  const values = { AuthValue: "pk-live-1" };
  const installed = await good(client.installConnector(Id, shop.name, values, {}, opts));
  expect(installed.data).toMatchObject({ Name: shop.title, Authenticated: true });
  const cycle = await good(client.installTemplate(Id, template.id, { Name: "Orders" }, {}, opts));
  const started = await good(client.activateCycle(Id, cycle.data.Id, { Interval: 60 }, {}, opts));
  expect(started.data).toMatchObject({ Status: "Active", Interval: 60 });
  const early = await client.deleteAccount(sub.Id, { xRequestId: "story-1" }, opts);
  expect(early.status).toBe(200);
  const running = await client.deleteAccount(Id, { xRequestId: "story-2" }, opts);
  expect(running).toMatchObject({ status: 409, data: { Code: "conflict", RequestId: "story-2" } });
  await good(client.deactivateCycle(Id, cycle.data.Id, { finishQueuedTransactions: true }, opts));

  const read = await good(client.getAccount(Id, {}, opts));
  const ifMatch = read.headers.get("etag") ?? "";
  expect((await client.getAccount(Id, { ifNoneMatch: ifMatch }, opts)).status).toBe(304);
  await good(client.updateAccount(Id, { Description: "Told" }, { ifMatch }, opts));
  expect((await client.deleteAccount(Id, { ifMatch }, opts)).status).toBe(412);
  await good(client.removeAccountUser(Id, { UserName: username }, {}, opts));
  await good(client.deleteAccount(Id, {}, opts));
  expect(await client.getAccount(Id, {}, opts)).toMatchObject({ status: 404, data: { Code: "not-found" } });
});

test("it plays the life of its people: invited, raised by who approves, suspended, told of and deleted", async () => {
  const mona = await makeActor(scene.t, { fullAccess: true });
  const asked = { prefer: "respond-async" };
  /** Asks people, one of whom approves; what the request came to. */
  async function approved<Answer extends { status: number; data: unknown }>(answering: Promise<Answer>) {
    const answer = await answering;
    expect(answer).toMatchObject({ status: 202, data: { Status: "awaiting-approval" } });
    const { Id: requestId } = answer.data as { Id: string };
    await approveRequest({ ...scene.t.app, actor: mona }, requestId);
    await scene.t.runJobs();
    return (await good(client.getRequest(requestId, {}, opts))).data;
  }
  const Id = `story-${randomUUID()}`;
  const [ExternalId, Email] = [`crm-${randomUUID()}`, `ann.${randomUUID()}@acme.example`];

  await good(client.createAccount({ Id, Name: "Story People Ltd", ExternalId }, {}, opts));
  const found = await good(client.listAccounts({ externalId: ExternalId }, opts));
  expect(found.data.map((one) => one.Id)).toEqual([Id]);
  const invited = await client.inviteUser(Id, { Email }, {}, opts);
  expect(invited).toMatchObject({ status: 201, data: { Outcome: "invited", Invitation: { State: "open" } } });
  await scene.t.runJobs();
  const token = tokenIn(scene.t.mailer.sent.findLast(({ to }) => to === Email)?.text);
  const ann = await accept(token);
  const accepted = await good(client.listInvitations({ accountId: Id, state: "accepted" }, opts));
  expect(accepted.data.Data).toMatchObject([{ Email, AcceptedByUserId: ann.id }]);
  const people = await good(client.listUsers({ email: Email }, opts));
  expect(people.data.Data).toMatchObject([{ Id: ann.id, UserName: ann.username }]);
  await good(client.updateUser(ann.id, { LastName: "Archer" }, {}, opts));

  const level = { Level: "Administrator", Reason: "Runs the Account" } as const;
  const refused = await client.setMembershipLevel(Id, ann.id, level, {}, opts);
  expect(refused).toMatchObject({ status: 403, data: { Code: "approval-needed" } });
  expect(await approved(client.setMembershipLevel(Id, ann.id, level, asked, opts))).toMatchObject({
    Status: "done",
  });
  const suspended = await good(client.suspendMembership(Id, ann.id, { Reason: "On leave" }, {}, opts));
  expect(suspended.data).toMatchObject({ Level: "Administrator", SuspendedReason: "On leave" });
  expect(await approved(client.resumeMembership(Id, ann.id, {}, asked, opts))).toMatchObject({
    Status: "done",
  });
  const members = await good(client.listAccountMemberships(Id, {}, opts));
  expect(members.data.Data).toMatchObject([{ UserId: ann.id, Level: "Administrator", SuspendedAt: null }]);

  await good(client.suspendAccount(Id, { Reason: "Unpaid" }, {}, opts));
  expect(await client.listCycles(Id, {}, opts)).toMatchObject({ status: 403 });
  await good(client.resumeAccount(Id, { Reason: "Paid" }, {}, opts));
  await good(client.listCycles(Id, {}, opts));

  const told = await good(client.listAudit({ accountId: Id }, opts));
  const actions = told.data.Data.map(({ Action }) => Action).filter((action) => action !== "refused");
  expect(actions).toEqual(expect.arrayContaining(lived));
  const file = await good(client.exportAudit({ accountId: Id, format: "jsonl" }, opts));
  expect(file.data.trimEnd().split("\n").length).toBeGreaterThan(lived.length);
  expect((await good(client.verifyAudit({}, opts))).data).toMatchObject({ Whole: true, Broken: null });

  await good(client.removeMembership(Id, ann.id, {}, opts));
  await good(client.deleteUser(ann.id, {}, opts));
  expect(await client.getUser(ann.id, {}, opts)).toMatchObject({ status: 404 });
  await good(client.deleteAccount(Id, {}, opts));
  expect(await client.getAccount(Id, {}, opts)).toMatchObject({ status: 404 });
});

/** What the audit says of such an Account, beside what was asked for and refused. */
const lived = [
  "account-created",
  "account-settings-changed",
  "invitation-created",
  "invitation-accepted",
  "administrator-granted",
  "membership-suspended",
  "membership-resumed",
  "account-suspended",
  "account-resumed",
];

function accept(token: string): Promise<User> {
  const actor = { kind: "invitee", name: "somebody", surface: "web" } as const;
  const password = "seven quiet herons";
  const form = {
    username: `ann.${randomUUID().slice(0, 8)}`,
    firstName: "Ann",
    lastName: "A",
    password,
    passwordAgain: password,
  };
  return acceptInvitation({ ...scene.t.app, actor }, { token, form });
}

test("the client that is shipped takes its tokens by itself, and another where one was revoked", async () => {
  const opts = connect(credentials);
  const tokens = () => scene.t.db.accessToken.count({ where: { apiClient: { name: "Story" } } });
  const before = await tokens();
  const { apiId } = scene.account;
  await Promise.all([1, 2, 3].map(() => good(shipped.listCycles(apiId, {}, opts))));
  expect(await tokens()).toBe(before + 1);
  await scene.t.db.accessToken.deleteMany({ where: { apiClient: { name: "Story" } } });
  await good(shipped.listCycles(apiId, {}, opts));
  expect(await tokens()).toBe(1);
});

test("it says why it got no token, and tries again with the next call", async () => {
  const wrong = connect({ ...credentials, clientSecret: "wrong" });
  for (const _ of [1, 2])
    await expect(shipped.listAccounts({}, wrong)).rejects.toThrow(
      expect.objectContaining({ constructor: TokenRefused, status: 401 }) as Error,
    );
  const nowhere = connect({ ...credentials, scope: "account:nowhere" });
  await expect(shipped.listAccounts({}, nowhere)).rejects.toMatchObject({
    name: "TokenRefused",
    status: 400,
  });
});
