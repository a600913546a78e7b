import { expect, test } from "vitest";
import { newToken } from "../../src/core/kernel/secrets/token.ts";
import { signInRefused } from "../../src/core/users/sign-in.ts";
import { createWeb } from "../../src/web/create-web.ts";
import { makeUser } from "../support/factories.ts";
import { makeMember, signedInAs, staffedAccount } from "./account-scene.ts";
import { leadsTo, textOf, tokenOfForm, valueOf, visitor } from "./visitor.ts";
import { password, webScene } from "./web-scene.ts";

const scene = webScene();
const path = "/sign-in";

test("signs in with user ID and password, goes on to the page that was asked for, and out again", async () => {
  const user = await makeUser(scene.t.db, { username: "ann", password });
  await makeMember(scene.t, user, scene.account);
  const ann = visitor(scene.web);
  const asked = await ann.request(`/accounts/${scene.account.id}?page=1`);
  const to = asked.headers.get("location") ?? "";
  expect([asked.status, to]).toEqual([
    303,
    `/sign-in?returnUrl=${encodeURIComponent(`/accounts/${scene.account.id}?page=1`)}`,
  ]);
  const sent = await ann.send(to, { username: "Ann", password });
  expect([sent.status, sent.headers.get("location")]).toEqual([303, `/accounts/${scene.account.id}?page=1`]);
  expect(textOf(await ann.open(sent.headers.get("location") ?? ""))).toContain("Acme Ltd Access");
  const out = await ann.send("/sign-out", {});
  expect(leadsTo(out)).toBe("/sign-in?said=out");
  expect(ann.cookies.has("session")).toBe(false);
  expect((await ann.request("/accounts")).status).toBe(303);
  expect(await scene.t.db.session.count({ where: { userId: user.id } })).toBe(0);
});

test("keeps the cookie from scripts and other sites, and ties it to this host over HTTPS", async () => {
  await makeUser(scene.t.db, { username: "cookie", password });
  const enter = async (publicUrl: string) => {
    const person = visitor(createWeb({ ...scene.t.app, publicUrl }, { trustedProxies: 0 }));
    const sent = await person.send(path, { username: "cookie", password });
    return sent.headers.getSetCookie().find((line) => line.includes("session=")) ?? "";
  };
  expect(await enter("https://access.partner.example")).toMatch(
    /^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(await enter("http://access.partner.example")).toMatch(
    /^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
  );
});

test("session fixation: takes over no session that was planted, known or made up", async () => {
  await makeUser(scene.t.db, { username: "fixed", password });
  const mallory = await signedInAs(scene, await makeUser(scene.t.db));
  for (const planted of [mallory.cookies.get("session") ?? "", newToken()]) {
    const victim = visitor(scene.web);
    victim.cookies.set("session", planted);
    await victim.send(path, { username: "fixed", password });
    expect(victim.cookies.get("session")).not.toBe(planted);
    const attacker = visitor(scene.web);
    attacker.cookies.set("session", planted);
    expect((await attacker.request("/accounts")).status).toBe(303);
    expect((await victim.request("/accounts")).status).toBe(200);
  }
});

test("CSRF: signs nobody in or out, and changes nothing, by a form of another site", async () => {
  const user = await makeUser(scene.t.db, { username: "forged", password });
  const person = await signedInAs(scene, user);
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const tries: [string, Record<string, string>][] = [
    [path, { username: "forged", password }],
    ["/sign-out", {}],
    ["/settings", { firstName: "Mallory" }],
    [
      "/settings/password",
      { oldPassword: password, password: "eight calm otters", passwordAgain: "eight calm otters" },
    ],
  ];
  const own = person.cookies.get("session");
  for (const [to, fields] of tries) {
    // With a right token even: where it was sent from is enough to refuse it.
    expect((await person.send(to, fields, { headers })).status).toBe(403);
    // And from nowhere in particular: without the token.
    const bare = { headers: { "content-type": "application/x-www-form-urlencoded" } };
    const body = new URLSearchParams({ ...fields, formToken: "" });
    expect((await person.request(to, { ...bare, method: "POST", body })).status).toBe(403);
  }
  expect(person.cookies.get("session")).toBe(own);
  expect((await person.request("/settings")).status).toBe(200);
  expect((await scene.t.db.user.findUniqueOrThrow({ where: { id: user.id } })).firstName).toBe("");
});

test("takes no form token from before the sign-in after it, nor another User's", async () => {
  const user = await makeUser(scene.t.db, { username: "bound", password });
  const person = visitor(scene.web);
  const before = tokenOfForm(await person.open(path));
  await person.send(path, { username: "bound", password });
  const send = (formToken: string) => person.send("/settings", { firstName: "X", formToken });
  expect((await send(before)).status).toBe(403);
  const other = await signedInAs(scene, await makeUser(scene.t.db));
  expect((await send(tokenOfForm(await other.open("/settings")))).status).toBe(403);
  expect((await scene.t.db.user.findUniqueOrThrow({ where: { id: user.id } })).firstName).toBe("");
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example",
  "/%5Cevil.example/..//evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "javascript:alert(1)",
  " //evil.example",
  "/accounts\r\nSet-Cookie: x=1",
  "accounts",
  "",
])("open redirect: goes nowhere but to a page of its own for %j", async (returnUrl) => {
  await scene.t.db.user.deleteMany({ where: { username: "led" } });
  await makeUser(scene.t.db, { username: "led", password });
  const to = `${path}?returnUrl=${encodeURIComponent(returnUrl)}`;
  const sent = await visitor(scene.web).send(to, { username: "led", password });
  expect(sent.status).toBe(303);
  const location = sent.headers.get("location") ?? "";
  const { origin, pathname } = new URL(location, "http://access.partner.example");
  expect(origin).toBe("http://access.partner.example");
  expect(location).toMatch(/^\/(?![/\\])/);
  expect(pathname).not.toMatch(/^\/\//);
});

test("clickjacking: lets no page be framed, signed in or not", async () => {
  const { admin, path: account } = await staffedAccount(scene);
  const pages = [path, "/forgotten-password", "/accounts", "/settings", account, `${account}/users`];
  for (const page of pages) {
    const { headers } = await admin.request(page);
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  }
});

test("enumeration by text: answers a wrong password and a wrong user ID with the same page", async () => {
  await makeUser(scene.t.db, { username: "known", password });
  await makeUser(scene.t.db, { username: "nopwd" });
  const answer = async (username: string) => {
    const response = await visitor(scene.web).send(path, { username, password: "not this one at all" });
    const html = await response.text();
    expect(valueOf(html, "password")).toBeUndefined();
    expect(textOf(html)).toContain(signInRefused);
    const stripped = html.replaceAll(username, "NAME").replace(/name="formToken" value="[^"]+"/g, "");
    return [response.status, stripped, [...response.headers.keys()].sort().join()];
  };
  const known = await answer("known");
  expect(await answer("nobody")).toEqual(known);
  expect(await answer("nopwd")).toEqual(known);
});

test("enumeration by time: hashes for nobody as long as for somebody", async () => {
  await makeUser(scene.t.db, { username: "timed", password });
  const least = { timed: Infinity, untimed: Infinity };
  for (let round = 0; round < 8; round += 1)
    for (const username of ["timed", "untimed"] as const) {
      const person = visitor(scene.web);
      const formToken = tokenOfForm(await person.open(path));
      // The work of this process, since the time that passes depends on what else the machine does.
      const before = process.cpuUsage();
      await person.send(path, { username, password: "not this one at all", formToken });
      const { user, system } = process.cpuUsage(before);
      least[username] = Math.min(least[username], user + system);
    }
  // Without the hash it is less than a third.
  expect(least.untimed).toBeGreaterThan(least.timed * 0.6);
});

test("password spraying: stops one address that tries a password on one user ID after another", async () => {
  await makeUser(scene.t.db, { username: "sprayed", password });
  const sprayer = visitor(scene.web);
  const formToken = tokenOfForm(await sprayer.open(path));
  const statuses: number[] = [];
  for (let tried = 0; tried < 20; tried += 1)
    statuses.push((await sprayer.send(path, { username: `user${tried}`, password, formToken })).status);
  expect(new Set(statuses)).toEqual(new Set([422]));
  expect((await sprayer.send(path, { username: "sprayed", password, formToken })).status).toBe(429);
  expect((await visitor(scene.web).send(path, { username: "sprayed", password })).status).toBe(303);
});

test("guessing: holds one address back from one user ID, whether there is one or not", async () => {
  await makeUser(scene.t.db, { username: "guessed", password });
  const one = async (username: string) => {
    const guesser = visitor(scene.web);
    const statuses: number[] = [];
    for (let tried = 0; tried < 7; tried += 1)
      statuses.push((await guesser.send(path, { username, password: `wrong number ${tried}` })).status);
    return statuses;
  };
  const held = [422, 422, 422, 422, 422, 422, 429];
  expect([await one("guessed"), await one("unguessed")]).toEqual([held, held]);
  // The owner is at another address, and gets in.
  expect((await visitor(scene.web).send(path, { username: "guessed", password })).status).toBe(303);
});

test("keeps nothing of what was typed wrong: no log, no counter, no audit has it", async () => {
  const from = scene.t.log.length;
  const secret = "typed-into-the-wrong-field";
  await visitor(scene.web).send(path, { username: secret, password: `${secret}-too` });
  const kept = [
    scene.t.log.slice(from).join(""),
    JSON.stringify(await scene.t.db.rateLimit.findMany()),
    JSON.stringify((await scene.t.db.auditEvent.findMany()).map(({ id, ...rest }) => [String(id), rest])),
  ];
  for (const text of kept) expect(text).not.toContain(secret);
});

test("asks whoever has a temporary password for their own first, on every page", async () => {
  const user = await makeUser(scene.t.db, { username: "temp", password });
  await scene.t.db.user.update({ where: { id: user.id }, data: { mustChangePassword: true } });
  await makeMember(scene.t, user, scene.account);
  const person = visitor(scene.web);
  await person.send(path, { username: "temp", password });
  for (const page of ["/accounts", `/accounts/${scene.account.id}`, "/settings", "/settings/sessions"])
    expect((await person.request(page)).headers.get("location")).toBe("/settings/password");
  expect(textOf(await person.open("/settings/password"))).toContain("Choose your own password");
  const next = "eight calm otters";
  const typed = { oldPassword: password, password: next, passwordAgain: next };
  expect(
    (await person.send("/settings/password", { ...typed, password, passwordAgain: password })).status,
  ).toBe(422);
  expect((await person.send("/settings/password", typed)).status).toBe(303);
  expect((await person.request("/accounts")).status).toBe(200);
});
