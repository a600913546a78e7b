import { expect, test } from "vitest";
import { hours, minutes } from "../../src/core/kernel/time/clock.ts";
import { hashToken } from "../../src/core/kernel/secrets/token.ts";
import { makeAccount, makeUser } from "../support/factories.ts";
import { makeMarketplace, makeMember, makeSignInLink, signedInAs, staffedAccount } from "./account-scene.ts";
import { textOf, visitor } from "./visitor.ts";
import { webScene } from "./web-scene.ts";

const scene = webScene();

async function deployed(given: { administrator?: boolean } = {}) {
  const staffed = await staffedAccount(scene);
  const user = given.administrator ? staffed.ann : staffed.bob;
  const marketplace = await makeMarketplace(scene.t);
  const link = await makeSignInLink(scene.t, { user, account: staffed.account, marketplace });
  return { ...staffed, user, marketplace, link };
}

const sessionsOf = (userId: string) =>
  scene.t.db.session.count({ where: { userId, accountId: { not: null } } });

test("lands on the Marketplace, to install, start and stop; all of it is the User's own doing", async () => {
  const { link, marketplace, account, user } = await deployed();
  const bearer = visitor(scene.web);
  const sent = await bearer.send(link, {});
  expect([sent.status, sent.headers.get("location")]).toEqual([303, `/launch/marketplace/${marketplace.id}`]);
  const here = sent.headers.get("location") ?? "";
  const html = await bearer.open(here);
  expect(textOf(html)).toContain("Customers and orders");
  const card = /name="card" value="([^"]+)"/.exec(html)?.[1] ?? "";
  expect((await bearer.send(here, { do: "install", card })).status).toBe(303);
  await bearer.send(here, { do: "install", card });
  const cycles = await scene.t.db.cycle.findMany({
    where: { accountId: account.id },
    orderBy: { id: "asc" },
  });
  expect(cycles.map(({ name, status }) => [name, status])).toEqual([
    ["Customers", "Paused"],
    ["Orders", "Paused"],
  ]);
  const cycle = cycles[0]?.id ?? "";
  for (const what of ["start", "stop", "stop"]) await bearer.send(here, { do: what, cycle });
  const events = await scene.t.db.cycleEvent.findMany({
    where: { accountId: account.id },
    orderBy: { id: "asc" },
  });
  expect(events.map(({ status }) => status)).toEqual(["installed", "installed", "started", "stopped"]);
  expect(new Set(events.map(({ userId }) => userId))).toEqual(new Set([user.id]));
  expect(new Set(events.map(({ completeParameter }) => completeParameter))).toEqual(new Set(["42"]));
});

test("installs a card once where two press at the same moment", async () => {
  const { account, bob, plain } = await deployed();
  const { id } = await makeMarketplace(scene.t);
  const here = `/launch/marketplace/${id}?account=${account.id}`;
  const card = /name="card" value="([^"]+)"/.exec(await plain.open(here))?.[1] ?? "";
  const other = await signedInAs(scene, bob);
  await other.open(here);
  const both = await Promise.all([plain, other].map((one) => one.send(here, { do: "install", card })));
  expect(both.map(({ status }) => status)).toEqual([303, 303]);
  expect(await scene.t.db.cycle.count({ where: { accountId: account.id } })).toBe(2);
});

test("consumes nothing by being opened, as scanners and previews do", async () => {
  const { link, user } = await deployed();
  for (const method of ["GET", "HEAD", "GET"]) {
    const scanner = visitor(scene.web);
    expect((await scanner.request(link, { method })).status).toBe(200);
    expect(scanner.cookies.has("session")).toBe(false);
  }
  expect(await sessionsOf(user.id)).toBe(0);
  expect((await visitor(scene.web).send(link, {})).status).toBe(303);
});

test("replayed: works once, for whoever comes first", async () => {
  const { link, user } = await deployed();
  const [first, second] = [visitor(scene.web), visitor(scene.web)];
  await second.open(link);
  expect((await first.send(link, {})).status).toBe(303);
  const replayed = await second.send(link, {});
  expect(replayed.status).not.toBe(303);
  expect(second.cookies.has("session")).toBe(false);
  expect((await first.request(link)).status).toBe(410);
  expect(await sessionsOf(user.id)).toBe(1);
});

test("two first uses at the same moment make one session", async () => {
  const { link, user } = await deployed();
  const racers = Array.from({ length: 5 }, () => visitor(scene.web));
  for (const racer of racers) await racer.open(link);
  const answers = await Promise.all(racers.map((racer) => racer.send(link, {})));
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 410)).toHaveLength(4);
  expect(await sessionsOf(user.id)).toBe(1);
  const used = await scene.t.db.auditEvent.count({
    where: { action: "sign-in-token-used", subjectId: user.id },
  });
  expect(used).toBe(1);
});

test("is good for five minutes, and its session for two hours", async () => {
  const [late, punctual] = [await deployed(), await deployed()];
  const bearer = visitor(scene.web);
  await bearer.send(punctual.link, {});
  scene.t.clock.advance(minutes(5));
  expect((await visitor(scene.web).request(late.link)).status).toBe(410);
  expect((await visitor(scene.web).send(late.link, { formToken: "none" })).status).toBe(410);
  expect((await bearer.request("/accounts")).status).toBe(200);
  scene.t.clock.advance(hours(2));
  expect((await bearer.request("/accounts")).status).toBe(303);
});

test("stolen: opens one Account, no settings, and nothing of an Administrator, whoever it was made for", async () => {
  const { link, ann, account, path } = await deployed({ administrator: true });
  const other = await makeAccount(scene.t.db);
  await makeMember(scene.t, ann, other, { administrator: true });
  const thief = visitor(scene.web);
  await thief.send(link, {});
  expect((await thief.request(path)).status).toBe(200);
  const list = textOf(await thief.open("/accounts"));
  expect(list).toContain(account.apiId);
  expect(list).not.toContain(other.apiId);
  const closed = [
    `/accounts/${other.id}`,
    `${path}/users`,
    `${path}/invitations`,
    `${path}/invitations/new`,
    `${path}/settings`,
    "/settings",
    "/settings/email",
    "/settings/password",
    "/settings/sessions",
  ];
  for (const page of closed) {
    expect([403, 404]).toContain((await thief.request(page)).status);
    const fields = { formToken: await tokenOf(thief), email: "mallory@evil.example", asAdministrator: "on" };
    expect([403, 404]).toContain((await thief.send(page, fields)).status);
  }
  expect(await scene.t.db.invitation.count({ where: { accountId: account.id } })).toBe(0);
});

const tokenOf = async (person: ReturnType<typeof visitor>) =>
  /name="formToken" value="([^"]+)"/.exec(await person.open("/accounts"))?.[1] ?? "";

test("stolen from the database: what is kept opens nothing", async () => {
  const { user } = await deployed();
  const row = await scene.t.db.secretLink.findFirstOrThrow({ where: { purpose: "signIn", userId: user.id } });
  for (const encoding of ["hex", "base64url"] as const) {
    const kept = Buffer.from(row.tokenHash).toString(encoding);
    expect((await visitor(scene.web).request(`/account/signinwithtoken?token=${kept}`)).status).toBe(404);
  }
});

test("session fixation: ends the session that the browser had, and takes over none", async () => {
  const { link } = await deployed();
  const person = await signedInAs(scene, await makeUser(scene.t.db));
  const before = person.cookies.get("session") ?? "";
  expect(textOf(await person.open(link))).toContain("Anybody who is signed in here now is signed out.");
  await person.send(link, {});
  expect(person.cookies.get("session")).not.toBe(before);
  expect(await scene.t.db.session.count({ where: { tokenHash: hashToken(before) } })).toBe(0);
});

test("CSRF: signs nobody in by a form of another site", async () => {
  const { link, user } = await deployed();
  const victim = visitor(scene.web);
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  expect((await victim.send(link, {}, { headers })).status).toBe(403);
  expect((await victim.send(link, { formToken: "theirs" })).status).toBe(403);
  expect(await sessionsOf(user.id)).toBe(0);
});

test.each(["https://evil.example/launch", "//evil.example", "/\\evil.example", "/\u0000/evil.example"])(
  "open redirect: leads to the Marketplace for %j",
  async (returnUrl) => {
    const { account, bob } = await staffedAccount(scene);
    const marketplace = await makeMarketplace(scene.t);
    const link = await makeSignInLink(scene.t, { user: bob, account, marketplace, returnUrl });
    const sent = await visitor(scene.web).send(link, {});
    expect(sent.headers.get("location")).toBe(`/launch/marketplace/${marketplace.id}`);
  },
);

test("opens nothing that was suspended or taken meanwhile, and uses nothing up", async () => {
  const { link, account, bob } = await deployed();
  const where = { userId_accountId: { userId: bob.id, accountId: account.id } };
  const person = visitor(scene.web);
  await person.open(link);
  const shut = async () => [
    (await person.request(link)).status,
    (await person.send(link, { formToken: "" })).status,
  ];
  await scene.t.db.account.update({ where: { id: account.id }, data: { suspendedAt: scene.t.clock.now() } });
  expect(await shut()).toEqual([403, 403]);
  await scene.t.db.account.update({ where: { id: account.id }, data: { suspendedAt: null } });
  await scene.t.db.membership.update({ where, data: { suspendedAt: scene.t.clock.now() } });
  expect(await shut()).toEqual([403, 403]);
  await scene.t.db.membership.update({ where, data: { suspendedAt: null } });
  expect((await person.send(link, {})).status).toBe(303);
  await scene.t.db.membership.delete({ where });
  expect((await person.request(`/accounts/${account.id}`)).status).toBe(404);
});

test("writes no token into the log, and sends none on as a referrer", async () => {
  const from = scene.t.log.length;
  const { link } = await deployed();
  const person = visitor(scene.web);
  const page = await person.request(link);
  await person.send(link, {});
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  const token = new URL(link, "http://x").searchParams.get("token") ?? "missing";
  const log = scene.t.log.slice(from).join("");
  expect(log).toContain("/account/signinwithtoken");
  expect(log).not.toContain(token);
  expect(log).not.toContain(person.cookies.get("session"));
});
