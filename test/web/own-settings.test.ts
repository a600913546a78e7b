import { expect, test } from "vitest";
import { days } from "../../src/core/kernel/time/clock.ts";
import { verifyPassword } from "../../src/core/kernel/secrets/password.ts";
import { hashToken } from "../../src/core/kernel/secrets/token.ts";
import { makeSession, makeUser } from "../support/factories.ts";
import { signedInAs } from "./account-scene.ts";
import { leadsTo, textOf, visitor } from "./visitor.ts";
import { password, webScene } from "./web-scene.ts";

const scene = webScene();
const next = "eight calm otters";
const read = (id: string) => scene.t.db.user.findUniqueOrThrow({ where: { id } });
const lastAudit = () => scene.t.db.auditEvent.findFirstOrThrow({ orderBy: { id: "desc" } });

async function someone(given: { username?: string; email?: string } = {}) {
  const user = await makeUser(scene.t.db, { ...given, password });
  scene.t.mailer.sent.length = 0;
  return { user, person: await signedInAs(scene, user) };
}

test("saves one's names, and says nothing happened where they stand so", async () => {
  const { user, person } = await someone();
  const names = { firstName: " Ann ", lastName: "O'Neil-李" };
  expect(leadsTo(await person.send("/settings", names))).toBe("/settings?said=saved");
  expect(await read(user.id)).toMatchObject({ firstName: "Ann", lastName: "O'Neil-李" });
  const entries = await scene.t.db.auditEvent.count();
  await person.send("/settings", names);
  expect(await scene.t.db.auditEvent.count()).toBe(entries);
  const long = await person.send("/settings", { firstName: "x".repeat(101) });
  expect(long.status).toBe(422);
  expect(textOf(await long.text())).toContain("First name: Use at most 100 characters.");
});

test("changes the password for the old one, ends every other session, kills links, and mails a notice", async () => {
  const { user, person } = await someone({ username: "pia", email: "pia@acme.example" });
  const elsewhere = await signedInAs(scene, user);
  const expiresAt = new Date(scene.t.clock.now().getTime() + 1000);
  await scene.t.db.secretLink.create({
    data: { purpose: "password", userId: user.id, tokenHash: hashToken("x"), expiresAt },
  });
  const typed = { oldPassword: password, password: next, passwordAgain: next };
  const wrong = await person.send("/settings/password", { ...typed, oldPassword: "wrong" });
  expect(wrong.status).toBe(422);
  expect(textOf(await wrong.text())).toContain("Your password now: This is not your password.");
  expect((await person.send("/settings/password", typed)).status).toBe(303);
  expect(await verifyPassword((await read(user.id)).passwordHash ?? "", next)).toBe(true);
  expect(await lastAudit()).toMatchObject({
    action: "password-changed",
    actorId: user.id,
    after: { sessionsEnded: 1 },
  });
  expect((await elsewhere.request("/accounts")).status).toBe(303);
  expect((await person.request("/accounts")).status).toBe(200);
  expect(await scene.t.db.secretLink.count({ where: { purpose: "password", userId: user.id } })).toBe(0);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent.map(({ to, subject }) => [to, subject])).toEqual([
    ["pia@acme.example", "Northwind Software: your password was changed"],
  ]);
  expect(JSON.stringify(scene.t.mailer.sent)).not.toContain(next);
});

test.each([
  ["short", "short", "short", "Use at least 10 characters."],
  ["the user ID", "quentin.user", "quentin.user", "not your user ID or e-mail"],
  ["common", "1234567890", "1234567890", "lists of common ones"],
  ["two", next, "eight calm otter", "The two passwords differ."],
  ["the old one", password, password, "You already have this password."],
])("refuses a password that is %s", async (_, one, again, sentence) => {
  await scene.t.db.user.deleteMany({ where: { username: "quentin.user" } });
  const { user, person } = await someone({ username: "quentin.user" });
  const typed = { oldPassword: password, password: one, passwordAgain: again };
  const response = await person.send("/settings/password", typed);
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(textOf(html)).toContain(sentence);
  expect(html).not.toMatch(/type="password" value/);
  expect(await verifyPassword((await read(user.id)).passwordHash ?? "", password)).toBe(true);
});

test("lets nobody guess the old password in a session left open", async () => {
  const { person } = await someone();
  const typed = { oldPassword: "wrong", password: next, passwordAgain: next };
  const statuses: number[] = [];
  for (let tried = 0; tried < 7; tried += 1)
    statuses.push((await person.send("/settings/password", typed)).status);
  expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 429]);
  expect((await person.send("/settings/email", { email: "a@b.example", password })).status).toBe(429);
});

test("changes the e-mail once the new address confirms it, and tells the old one", async () => {
  const { user, person } = await someone({ username: "eve", email: "eve.old@acme.example" });
  const typed = { email: "eve.new@acme.example", password };
  expect((await person.send("/settings/email", { ...typed, password: "wrong" })).status).toBe(422);
  expect((await person.send("/settings/email", typed)).status).toBe(303);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent.map(({ to }) => to)).toEqual(["eve.new@acme.example"]);
  expect((await read(user.id)).email).toBe("eve.old@acme.example");
  const link = /\/email-changes\/[\w-]+/.exec(scene.t.mailer.sent[0]?.text ?? "")?.[0] ?? "";
  const reader = visitor(scene.web);
  for (const _ of [1, 2]) expect(textOf(await reader.open(link))).toContain("eve.new@acme.example");
  expect((await read(user.id)).email).toBe("eve.old@acme.example");
  expect(leadsTo(await reader.send(link, {}))).toBe("/sign-in?said=email");
  expect(await read(user.id)).toMatchObject({
    email: "eve.new@acme.example",
    emailKey: "eve.new@acme.example",
  });
  expect((await reader.request(link)).status).toBe(410);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent[1]).toMatchObject({
    to: "eve.old@acme.example",
    subject: "Northwind Software: your e-mail was changed",
  });
  const row = await scene.t.db.secretLink.findFirstOrThrow({ where: { purpose: "email", userId: user.id } });
  expect(row.tokenSealed).toBeNull();
});

test("says on the page nothing of whose an address is: that is for its mailbox", async () => {
  await makeUser(scene.t.db, { email: "taken@acme.example" });
  const { user, person } = await someone();
  const ask = async (email: string) => {
    const sent = await person.send("/settings/email", { email, password });
    return [sent.status, textOf(await person.open(sent.headers.get("location") ?? ""))];
  };
  expect(await ask("taken@acme.example")).toEqual(await ask("free@acme.example"));
  await ask("taken@acme.example");
  await scene.t.runJobs();
  const [first] = scene.t.mailer.sent.filter(({ to }) => to === "taken@acme.example");
  expect(first?.text).toContain("It belongs to another user already, so nothing was changed.");
  expect(first?.text).not.toContain("/email-changes/");
  expect((await read(user.id)).email).not.toBe("taken@acme.example");
});

test("confirms no address that became another's meanwhile, nor by a link that ended or was replaced", async () => {
  const { user, person } = await someone();
  const links: string[] = [];
  for (const email of ["one@acme.example", "two@acme.example"]) {
    await person.send("/settings/email", { email, password });
    await scene.t.runJobs();
    links.push(/\/email-changes\/[\w-]+/.exec(scene.t.mailer.sent.at(-1)?.text ?? "")?.[0] ?? "");
  }
  const [replaced = "", link = ""] = links;
  expect((await visitor(scene.web).request(replaced)).status).toBe(404);
  const other = await makeUser(scene.t.db, { email: "two@acme.example" });
  const reader = visitor(scene.web);
  await reader.open(link);
  const refused = await reader.send(link, {});
  expect([refused.status, textOf(await refused.text())]).toEqual([
    409,
    expect.stringContaining("This address now belongs to another user."),
  ]);
  await scene.t.db.user.delete({ where: { id: other.id } });
  scene.t.clock.advance(days(1));
  expect((await reader.request(link)).status).toBe(410);
  expect((await read(user.id)).email).toBe(user.email);
});

test("lists one's own sessions, and ends one, or all others, and nobody else's", async () => {
  const { user, person } = await someone();
  const phone = await signedInAs(scene, user);
  const stranger = await makeSession(scene.t, await makeUser(scene.t.db));
  await makeSession(scene.t, user, { userAgent: "<b>Mozilla</b> (iPhone) CriOS/120 Safari/600" });
  const text = textOf(await person.open("/settings/sessions"));
  expect(text).toContain("this one");
  expect(text).toContain("Chrome on iPhone or iPad");
  const of = await scene.t.db.session.findFirstOrThrow({
    where: { tokenHash: hashToken(phone.cookies.get("session") ?? "") },
  });
  const end = (session: string) => person.send("/settings/sessions", { session });
  expect((await end(of.id)).status).toBe(303);
  expect((await phone.request("/accounts")).status).toBe(303);
  for (const foreign of [of.id, stranger.actor.sessionId, "nonsense"])
    expect((await end(foreign)).status).toBe(404);
  expect((await end("others")).status).toBe(303);
  expect(await scene.t.db.session.count({ where: { userId: user.id } })).toBe(1);
  expect(await scene.t.db.session.count({ where: { id: stranger.actor.sessionId } })).toBe(1);
});
