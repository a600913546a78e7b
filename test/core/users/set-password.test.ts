import { beforeEach, describe, expect, test } from "vitest";
import { verifyPassword } from "../../../src/core/kernel/secrets/password.ts";
import { newToken } from "../../../src/core/kernel/secrets/token.ts";
import { createUserRequest } from "../../../src/core/users/create-user.ts";
import { createUserInput, resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import { setPassword } from "../../../src/core/users/set-password.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { accountScene, cardWords, carryOut, refusalOf } from "../accounts/account-scene.ts";

const scene = accountScene();
const audit = auditOfTest(() => scene.t.db);
const good = "seven quiet herons";
let serial = 0;
let username: string;
let token: string;

const form = (username: string) => {
  const email = `${username}@acme.example`;
  return createUserInput.parse({
    username,
    email,
    firstName: "",
    lastName: "",
    accountIds: [],
    password: "link",
  });
};
const linkIn = (text = "") => /\/passwords\/([\w-]+)/.exec(text)?.[1] ?? "";

beforeEach(async () => {
  scene.t.mailer.sent.length = 0;
  username = `person-${(serial += 1)}`;
  await carryOut(scene, createUserRequest, form(username));
  token = linkIn(scene.t.mailer.sent[0]?.text);
});

const set = (password = good, given: { token?: string; passwordAgain?: string } = {}) => {
  const actor = { kind: "invitee", name: username, surface: "web" } as const;
  const { token: link = token, passwordAgain = password } = given;
  return setPassword({ ...scene.t.app, actor }, { token: link, form: { password, passwordAgain } });
};
const find = () => scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: username } });

test("who was made is told so, and who was there before is sent a link, with a password or without", async () => {
  const texts = () => scene.t.mailer.sent.map(({ text }) => text);
  expect(texts()[0]).toContain("created a user for you");
  const { id: userId } = await find();
  const reset = () => carryOut(scene, resetPasswordRequest, { userId, password: "link" });
  await reset();
  expect(texts()[1]).toContain("sent you a link to set your password.");
  token = linkIn(texts()[1]);
  await set();
  await reset();
  expect(texts().at(-1)).toContain("sent you a link to set a new password.");
  for (const text of texts().slice(1)) expect(text).not.toContain("created a user");
});

describe("a link", () => {
  test("sets the password, once, and the card of its request says so", async () => {
    await scene.t.db.user.update({ where: { usernameKey: username }, data: { mustChangePassword: true } });
    await set();
    const user = await find();
    expect(await verifyPassword(user.passwordHash ?? "", good)).toBe(true);
    expect(user.mustChangePassword).toBe(false);
    await scene.t.runJobs();
    expect(cardWords(scene.t.chat.messages.at(-1)?.cards.at(-1))).toMatch(/The password was set at/);
    expect(await audit("password-set")).toMatchObject([{ actorKind: "invitee", subjectId: user.id }]);
    expect(await refusalOf(set("another good one"))).toMatchObject({ code: "expired" });
    expect((await find()).passwordHash).toBe(user.passwordHash);
  });

  test("pressed many times at once sets one password", async () => {
    const ends = await Promise.allSettled([1, 2, 3, 4].map((serial) => set(`${good} ${serial}`)));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await audit("password-set")).toHaveLength(1);
  });

  test("works to the end of its seven days, and not after", async () => {
    scene.t.clock.advance(7 * 86_400_000);
    expect(await refusalOf(set())).toMatchObject({ code: "expired" });
    scene.t.clock.advance(-1);
    await set();
    expect((await find()).passwordHash).not.toBeNull();
  });

  test("that was replaced by another is dead, and so is the other once one was used", async () => {
    const { id } = await find();
    await carryOut(scene, resetPasswordRequest, { userId: id, password: "link" });
    expect(await refusalOf(set())).toMatchObject({ code: "not-found" });
    await set(good, { token: linkIn(scene.t.mailer.sent.at(-1)?.text) });
    expect(
      await scene.t.db.secretLink.count({ where: { purpose: "password", userId: id, usedAt: null } }),
    ).toBe(0);
  });

  test("that is forged, empty or very long is not found", async () => {
    for (const forged of [newToken(), "", "x".repeat(10_000), "\u0000"])
      expect(await refusalOf(set(good, { token: forged }))).toMatchObject({ code: "not-found" });
  });

  test("of a User who was deleted is not found", async () => {
    await scene.t.db.user.delete({ where: { usernameKey: username } });
    expect(await refusalOf(set())).toMatchObject({ code: "not-found" });
  });
});

describe("a password", () => {
  test.each([
    ["short", undefined, "password", "at least 10"],
    ["x".repeat(201), undefined, "password", "at most 200"],
    ["password1234", undefined, "password", "common"],
    [good, "seven quiet heron", "passwordAgain", "differ"],
  ])("%s is refused at its field, and the link stays good", async (password, passwordAgain, field, words) => {
    const refusal = await refusalOf(set(password, { ...(passwordAgain && { passwordAgain }) }));
    expect(refusal).toMatchObject({ code: "invalid", field, message: expect.stringContaining(words) });
    await set();
  });

  test("is neither the user ID nor the e-mail", async () => {
    const refusal = await refusalOf(set(`${username.toUpperCase()}@acme.example`));
    expect(refusal).toMatchObject({
      field: "password",
      message: expect.stringContaining("not your user ID"),
    });
  });

  test("stands in no request, log, card or audit", async () => {
    await set();
    await scene.t.runJobs();
    const held = [
      await scene.t.db.request.findMany(),
      (await audit()).map(({ before, after }) => [before, after]),
      scene.t.log,
      scene.t.chat.messages,
    ];
    for (const secret of [good, token]) expect(JSON.stringify(held)).not.toContain(secret);
  });
});
