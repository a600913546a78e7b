import { expect, test } from "vitest";
import { verifyPassword } from "../../src/core/kernel/secrets/password.ts";
import { makeAccount, makeConsoleUser, makeUser } from "../support/factories.ts";
import { textOf, valueOf, visitor } from "./visitor.ts";
import { goodForm, password, webScene } from "./web-scene.ts";

const scene = webScene();

test("says who invites, to which Account and at which level", async () => {
  const requester = await makeConsoleUser(scene.t.db, { email: "ed@partner.example", firstName: "Ed" });
  const request = await scene.t.db.request.create({
    data: { kind: "invite-user", input: {}, requesterId: requester.id },
  });
  const path = await scene.invite({ email: "who@acme.example", asAdministrator: true });
  await scene.t.db.invitation.updateMany({
    where: { emailKey: "who@acme.example" },
    data: { requestId: request.id },
  });
  const html = await visitor(scene.web).open(path);
  const text = textOf(html);
  expect(text).toContain("Join Acme Ltd");
  expect(text).toContain("Ed of Northwind Software invites you to this account.");
  expect(text).toContain("Administrator As Administrator you can manage");
  expect(text).toContain("until Mon, 9 Mar 2026, 09:00 UTC");
  expect(valueOf(html, "username")).toBe("who@acme.example");
});

test("leaves the user ID empty where the e-mail cannot be one", async () => {
  const tooLong = `${"a".repeat(60)}@${"b".repeat(60)}.example`;
  const path = await scene.invite({ email: tooLong });
  const html = await visitor(scene.web).open(path);
  expect(textOf(html)).toContain(tooLong);
  expect(valueOf(html, "username")).toBe("");
});

test("makes the User and the Membership, and tells so on a page that survives a reload", async () => {
  const ann = visitor(scene.web);
  const path = await scene.invite({ email: "ann@acme.example", asAdministrator: true });
  const response = await ann.send(path, goodForm("ann.lee"));
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/invitations/accepted");
  const user = await scene.t.db.user.findUniqueOrThrow({
    where: { emailKey: "ann@acme.example" },
    include: { memberships: { include: { grants: true } } },
  });
  expect(user).toMatchObject({ username: "ann.lee", firstName: "Ann", lastName: "Lee" });
  expect(user.memberships).toMatchObject([{ accountId: scene.account.id, grants: [{ endsAt: null }] }]);
  expect(await verifyPassword(user.passwordHash ?? "", password)).toBe(true);
  for (const _ of [1, 2]) {
    const text = textOf(await ann.open("/invitations/accepted"));
    expect(text).toContain(
      "Your access is open Your user ID ann.lee Account Acme Ltd Your level Administrator",
    );
    expect(text).toContain("Signed in as ann.lee");
    expect(text).toContain("Open Acme Ltd");
    expect(text).not.toContain("Sign in with this user ID");
  }
  expect(textOf(await ann.open(path))).toContain("This invitation was used");
});

test("drops the spaces around what was typed, but not those of a password", async () => {
  const typed = {
    ...goodForm("  spaced.lee "),
    firstName: " Ann  ",
    password: " a b c d e f ",
    passwordAgain: " a b c d e f ",
  };
  expect((await visitor(scene.web).send(await scene.invite(), typed)).status).toBe(303);
  const user = await scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: "spaced.lee" } });
  expect(user).toMatchObject({ username: "spaced.lee", firstName: "Ann" });
  expect(await verifyPassword(user.passwordHash ?? "", " a b c d e f ")).toBe(true);
});

test("signs in whoever has chosen a password there, and leaves a record of it", async () => {
  const person = visitor(scene.web);
  await person.send(await scene.invite({ email: "eva@acme.example" }), goodForm("eva.lee"));
  expect((await person.request(`/accounts/${scene.account.id}`)).status).toBe(200);
  const user = await scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: "eva.lee" } });
  expect(await scene.t.db.session.count({ where: { userId: user.id } })).toBe(1);
  const signedIn = await scene.t.db.auditEvent.findFirst({
    where: { action: "signed-in", subjectId: user.id },
  });
  expect(signedIn).not.toBeNull();
});

test("signs nobody in who has typed no password: the link alone is not enough", async () => {
  await makeUser(scene.t.db, { email: "later@acme.example", username: "later", password });
  const person = visitor(scene.web);
  await person.send(await scene.invite({ email: "later@acme.example" }), {});
  expect(person.cookies.has("session")).toBe(false);
  const page = textOf(await person.open("/invitations/accepted"));
  expect(page).toContain("Sign in with this user ID and your password.");
  expect((await person.request("/accounts")).headers.get("location")).toContain("/sign-in");
});

test("ends the session that somebody else had in this browser", async () => {
  const other = await makeUser(scene.t.db, { username: "other.lee", password });
  const person = visitor(scene.web);
  await person.send("/sign-in", { username: "other.lee", password });
  await person.send(await scene.invite({ email: "fay@acme.example" }), goodForm("fay.lee"));
  expect(await scene.t.db.session.count({ where: { userId: other.id } })).toBe(0);
  expect(textOf(await person.open("/settings"))).toContain("Signed in as fay.lee");
});

test("shows what was set up to nobody else", async () => {
  const [mallory, bea] = [visitor(scene.web), visitor(scene.web)];
  await bea.send(await scene.invite(), goodForm("bea.lee"));
  expect(textOf(await mallory.open("/invitations/accepted"))).toContain("Nothing more to see here");
  const [id] = bea.cookies.get("accepted")?.split(".") ?? [];
  mallory.cookies.set("accepted", `${id}.${"A".repeat(43)}`);
  expect(textOf(await mallory.open("/invitations/accepted"))).toContain("Nothing more to see here");
});

test("asks an address that has a user by now for no more than one click", async () => {
  await makeUser(scene.t.db, { email: "known@acme.example", username: "known" });
  const known = visitor(scene.web);
  const path = await scene.invite({ email: "known@acme.example" });
  const html = await known.open(path);
  expect(textOf(html)).toContain(
    "known gains access to this account. Your password stays as it is. Accept as known",
  );
  expect(html.match(/<input/g)).toHaveLength(1);
  expect((await known.send(path, {})).status).toBe(303);
  const user = await scene.t.db.user.findUniqueOrThrow({
    where: { emailKey: "known@acme.example" },
    include: { memberships: true },
  });
  expect(user.passwordHash).toBeNull();
  expect(user.memberships).toMatchObject([{ accountId: scene.account.id }]);
  expect(textOf(await known.open("/invitations/accepted"))).toContain("Your user ID known");
});

test("asks for a new password where somebody else may know the one of a user who becomes Administrator", async () => {
  const email = "boss@acme.example";
  await makeUser(scene.t.db, { email, username: "nb1", password: "known to others", own: false });
  const boss = visitor(scene.web);
  const path = await scene.invite({ email, asAdministrator: true });
  expect(textOf(await boss.open(path))).toContain("You need a password that only you know");
  const find = () =>
    scene.t.db.user.findUniqueOrThrow({ where: { emailKey: email }, include: { memberships: true } });
  const before = await find();
  const wrongs: Record<string, string>[] = [
    {},
    { password, passwordAgain: "another" },
    { password: "nb1", passwordAgain: "nb1" },
  ];
  for (const wrong of wrongs) expect((await boss.send(path, wrong)).status).toBe(422);
  expect((await boss.send(path, goodForm("nb2"))).status).toBe(409);
  expect(await find()).toEqual(before);
  expect((await boss.send(path, { password, passwordAgain: password })).status).toBe(303);
  const after = await find();
  expect(await verifyPassword(after.passwordHash ?? "", password)).toBe(true);
  expect(after.memberships).toMatchObject([{ accountId: scene.account.id }]);
});

test("uses nothing up by being looked at", async () => {
  const scanner = visitor(scene.web);
  const path = await scene.invite({ email: "scanned@acme.example" });
  for (const method of ["GET", "HEAD", "GET"]) {
    expect((await scanner.request(path, { method })).status).toBe(200);
  }
  const row = await scene.t.db.invitation.findFirstOrThrow({ where: { emailKey: "scanned@acme.example" } });
  expect(row.acceptedAt).toBeNull();
  expect(await scene.t.db.user.count({ where: { emailKey: "scanned@acme.example" } })).toBe(0);
});

test("takes one of two forms sent at the same moment, and tells the other that the link was used", async () => {
  const path = await scene.invite({ email: "twice@acme.example" });
  const [one, two] = [visitor(scene.web), visitor(scene.web)];
  await Promise.all([one.open(path), two.open(path)]);
  const responses = await Promise.all([
    one.send(path, goodForm("twice.one")),
    two.send(path, goodForm("twice.two")),
  ]);
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([303, 410]));
  const loser = responses.find(({ status }) => status === 410);
  expect(textOf((await loser?.text()) ?? "")).toContain("This invitation was used");
  const users = await scene.t.db.user.findMany({
    where: { username: { startsWith: "twice." } },
    include: { memberships: true },
  });
  expect(users).toHaveLength(1);
  expect(users[0]?.memberships).toHaveLength(1);
});

test("takes one form once, however often it is sent", async () => {
  const path = await scene.invite({ email: "again@acme.example" });
  const again = visitor(scene.web);
  expect((await again.send(path, goodForm("again.lee"))).status).toBe(303);
  expect((await again.send(path, goodForm("again.lee"))).status).toBe(410);
  expect(await scene.t.db.user.count({ where: { emailKey: "again@acme.example" } })).toBe(1);
});

test("offers the one click once the same person has accepted another invitation", async () => {
  const other = await makeAccount(scene.t.db, { name: "Other Ltd" });
  const email = "both@acme.example";
  const paths = [await scene.invite({ email }), await scene.invite({ email, accountId: other.id })];
  const both = visitor(scene.web);
  expect((await both.send(paths[0] ?? "", goodForm("both.lee"))).status).toBe(303);
  const second = await both.send(paths[1] ?? "", goodForm("both.again"));
  expect(second.status).toBe(409);
  const text = textOf(await second.text());
  expect(text).toContain("the password that you typed was not set");
  expect(text).toContain("Accept as both.lee");
  expect((await both.send(paths[1] ?? "", {})).status).toBe(303);
  expect(await scene.t.db.membership.count({ where: { user: { username: "both.lee" } } })).toBe(2);
});

test("makes one User of one person who accepts two invitations at the same moment", async () => {
  const other = await makeAccount(scene.t.db, { name: "Third Ltd" });
  const email = "moment@acme.example";
  const paths = [await scene.invite({ email }), await scene.invite({ email, accountId: other.id })];
  const people = paths.map((path) => ({ path, person: visitor(scene.web) }));
  await Promise.all(people.map(({ path, person }) => person.open(path)));
  const sent = await Promise.all(people.map(({ path, person }) => person.send(path, goodForm("moment"))));
  const late = people.filter((_, index) => sent[index]?.status !== 303);
  for (const { path, person } of late) expect((await person.send(path, {})).status).toBe(303);
  expect(await scene.t.db.user.count({ where: { emailKey: email } })).toBe(1);
  expect(await scene.t.db.membership.count({ where: { user: { emailKey: email } } })).toBe(2);
});
