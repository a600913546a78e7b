import { expect, test } from "vitest";
import type { z } from "zod";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { createUserRequest } from "../../../src/core/users/create-user.ts";
import { createUserInput } from "../../../src/core/users/reset-password.ts";
import { makeAccount, makeActor, makeInvitation, makeUser } from "../../support/factories.ts";
import { inviteScene, place, trouble } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { ask, levelsOf, manager, requestOf } from "./user-scene.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);

function input(username: string, given: Partial<z.input<typeof createUserInput>> = {}) {
  const names = { firstName: "", lastName: "", email: `${username}@new.example` };
  return createUserInput.parse({ username, ...names, accountIds: [], password: "link", ...given });
}

const userCalled = (username: string) =>
  scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: username } });

const linkIn = (text = "") => /\/passwords\/([\w-]+)/.exec(text)?.[1] ?? "";

test("creates the User with Access to several Accounts, never Administrator, and mails a link", async () => {
  const [one, two] = [await makeAccount(scene.t.db), await makeAccount(scene.t.db)];
  await ask(scene, createUserRequest, input("ann", { firstName: "Ann", accountIds: [one.id, two.id] }));
  const user = await userCalled("ann");
  expect(user).toMatchObject({ firstName: "Ann", email: "ann@new.example", passwordHash: null });
  expect(await levelsOf(scene, user.id)).toEqual({ [one.apiId]: "Access", [two.apiId]: "Access" });
  const [mail] = scene.t.mailer.sent;
  expect(mail).toMatchObject({ to: "ann@new.example", subject: "Northwind Software: set your password" });
  expect(mail?.text).toContain("Ed of Northwind Software created a user for you.");
  expect(mail?.text).toContain("Your user ID is ann.");
  expect(scene.t.chat.latest().title).toBe("User created");
  expect(readWords(scene.t.chat.latest().note)).toContain("Mail with a link to set a password handed to");
  expect((await events()).map(({ action }) => action)).toEqual([
    "requested",
    "user-created",
    "membership-given",
    "membership-given",
    "request-done",
  ]);
});

test("keeps neither link nor its token in the clear, on no card and in no log", async () => {
  await ask(scene, createUserRequest, input("secret.ann"));
  const token = linkIn(scene.t.mailer.sent[0]?.text);
  const link = await scene.t.db.secretLink.findFirstOrThrow({
    where: { purpose: "password", user: { username: "secret.ann" } },
  });
  expect(token).toHaveLength(43);
  expect(link.tokenSealed).toBeNull();
  expect(Buffer.from(link.tokenHash).toString("base64url")).not.toBe(token);
  const told = JSON.stringify([scene.t.chat.messages, scene.t.log, await scene.t.db.request.findMany()]);
  expect(told).not.toContain(token);
});

test.each([
  ["user ID", { username: "taken" }, "username", "This user ID is taken"],
  ["user ID in another case", { username: "TAKEN" }, "username", "This user ID is taken"],
  [
    "e-mail as user ID",
    { username: "Taken@own.example", email: undefined },
    "username",
    "the e-mail of another User",
  ],
  ["e-mail", { username: "free", email: "TAKEN@own.example" }, "email", "belongs to the User taken"],
  ["user ID as e-mail", { username: "free", email: "mail@named.example" }, "email", "belongs to the User"],
])("refuses somebody else's %s, at its field", async (_, given, field, message) => {
  await scene.t.db.user.deleteMany({ where: { usernameKey: { in: ["taken", "mail@named.example"] } } });
  await makeUser(scene.t.db, { username: "taken", email: "taken@own.example" });
  await makeUser(scene.t.db, { username: "mail@named.example", email: "other@own.example" });
  const asked = submitRequest(scene.ctx, createUserRequest, input("free", given), place());
  await expect(asked).rejects.toMatchObject({
    code: "conflict",
    field,
    message: expect.stringContaining(message) as string,
  });
});

test.each([
  ["bill", "bi11"],
  ["Ian", "lan"],
  ["scope", "ѕсоре"],
  ["mary@alike.example", "rnary@alike.example"],
])("refuses a user ID that can be taken for another User's: %s and %s", async (known, username) => {
  await makeUser(scene.t.db, { username: known });
  const email = username.includes("@") ? {} : { email: "new@alike.example" };
  const asked = submitRequest(
    scene.ctx,
    createUserRequest,
    input(username, { email: undefined, ...email }),
    place(),
  );
  await expect(asked).rejects.toMatchObject({
    code: "conflict",
    field: "username",
    message: `This user ID can be taken for ${known}, which is another User’s. Choose another.`,
  });
});

test("takes a user ID that differs from another's in what everybody sees", async () => {
  await makeUser(scene.t.db, { username: "zoe" });
  expect(
    (await submitRequest(scene.ctx, createUserRequest, input("zoë", { email: "z@x.example" }), place()))
      .queued,
  ).toBe(true);
  await scene.t.runJobs();
});

test("takes a user ID that is an address for the e-mail, where none is given", () => {
  expect(input("mia@acme.example", { email: undefined }).email).toBe("mia@acme.example");
  expect(input("Mia@acme.example", { email: "mia@ACME.example" }).email).toBe("mia@ACME.example");
  const wrong = {
    username: "boss@acme.example",
    email: "mia@home.example",
    password: "link",
    accountIds: [],
  };
  const { error } = createUserInput.safeParse({ ...wrong, firstName: "", lastName: "" });
  expect(error?.issues[0]).toMatchObject({ path: ["username"], message: /has to be the user's own/ });
});

test("without an e-mail there is only the temporary password", () => {
  const parse = (password: string) =>
    createUserInput.safeParse({
      username: "robot",
      firstName: "",
      lastName: "",
      accountIds: [],
      password,
    });
  expect(parse("link").error?.issues[0]).toMatchObject({ path: ["password"] });
  expect(parse("temporary").data).toMatchObject({ email: null });
});

test("two for one e-mail at the same moment make one User, and one polite failure", async () => {
  const both = [input("race1", { email: "race@new.example" }), input("race2", { email: "race@new.example" })];
  const asked = await Promise.all(
    both.map((one) => submitRequest(scene.ctx, createUserRequest, one, place())),
  );
  await scene.t.runJobs();
  expect(await scene.t.db.user.count({ where: { emailKey: "race@new.example" } })).toBe(1);
  const ends = await Promise.all(asked.map((one) => requestOf(scene, one)));
  expect(ends.map(({ status }) => status).toSorted()).toEqual(["done", "failed"]);
  const failed = ends.find(({ status }) => status === "failed");
  expect(failed?.trouble).toMatch(/This e-mail belongs to the User race[12]/);
});

test("one user ID is asked for once at a time", async () => {
  await submitRequest(scene.ctx, createUserRequest, input("once"), place());
  const again = submitRequest(
    scene.ctx,
    createUserRequest,
    input("ONCE", { email: "x@new.example" }),
    place(),
  );
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  await scene.t.runJobs();
});

test("a mail that fails for a while is sent again as the same mail, and the User is made once", async () => {
  scene.t.mailer.failures.push(trouble(true, "451"));
  await ask(scene, createUserRequest, input("later"));
  expect(scene.t.chat.latest().title).toBe("User creation delayed");
  scene.t.clock.advance(60_000);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(1);
  expect(scene.t.chat.latest().title).toBe("User created");
  expect(
    await scene.t.db.secretLink.count({ where: { purpose: "password", user: { usernameKey: "later" } } }),
  ).toBe(1);
});

test("a mail that is refused for good leaves the User, and the card says so", async () => {
  scene.t.mailer.failures.push(trouble(false, "550"));
  await ask(scene, createUserRequest, input("bounced"));
  expect(await userCalled("bounced")).toBeTruthy();
  expect(scene.t.chat.latest()).toMatchObject({ title: "User created, mail not sent" });
  expect(readWords(scene.t.chat.latest().note)).toContain("/cyclr reset-password bounced");
});

test("tells of an open invitation and of a suspended Account before anything is done", async () => {
  const account = await makeAccount(scene.t.db, { name: "Asleep", suspendedAt: scene.t.clock.now() });
  await makeInvitation(scene.t, { email: "both@new.example", accountId: scene.accountId });
  const plan = await createUserRequest.plan(scene.ctx, input("both", { accountIds: [account.id] }));
  expect(plan.warnings.join(" ")).toMatch(/Asleep .* is suspended.*open invitation to Acme Ltd/);
});

test("refuses an Account that is gone, at its field, and before that whoever may not", async () => {
  const gone = input("nobody", { accountIds: ["00000000-0000-4000-8000-000000000000"] });
  const asked = submitRequest(scene.ctx, createUserRequest, gone, place());
  await expect(asked).rejects.toMatchObject({ code: "not-found", field: "accountIds" });
  const viewer = await manager(scene, "view");
  const refused = submitRequest(viewer, createUserRequest, gone, place());
  await expect(refused).rejects.toMatchObject({ code: "forbidden" });
});

test("asks the permission again when the job runs", async () => {
  const actor = await makeActor(scene.t);
  await submitRequest({ ...scene.ctx, actor }, createUserRequest, input("too.late"), place());
  await scene.t.db.consoleUser.update({ where: { id: actor.id }, data: { permissions: {} } });
  await scene.t.runJobs();
  expect(await scene.t.db.user.count({ where: { usernameKey: "too.late" } })).toBe(0);
  expect(scene.t.mailer.sent).toHaveLength(0);
});
