import { expect, test } from "vitest";
import { after, days } from "../../src/core/kernel/time/clock.ts";
import { hashToken, newToken } from "../../src/core/kernel/secrets/token.ts";
import { verifyPassword } from "../../src/core/kernel/secrets/password.ts";
import { makeUser } from "../support/factories.ts";
import { textOf, visitor } from "./visitor.ts";
import { password, webScene } from "./web-scene.ts";

const scene = webScene();

async function newLink(username: string, given: { expiresAt?: Date; usedAt?: Date } = {}) {
  const user = await makeUser(scene.t.db, { username, email: `${username}@own.example` });
  const token = newToken();
  const expiresAt = given.expiresAt ?? after(scene.t.clock.now(), days(7));
  const data = {
    purpose: "password" as const,
    userId: user.id,
    tokenHash: hashToken(token),
    ...given,
    expiresAt,
  };
  await scene.t.db.secretLink.create({ data });
  return `/passwords/${token}`;
}

const userCalled = (usernameKey: string) => scene.t.db.user.findUniqueOrThrow({ where: { usernameKey } });
const good = { password, passwordAgain: password };

test("says whose password it is, and consumes nothing, however often it is opened", async () => {
  const path = await newLink("ann");
  const ann = visitor(scene.web);
  for (const _ of [1, 2, 3]) {
    const response = await ann.request(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const text = textOf(await response.text());
    expect(text).toContain("Set your password You need it to sign in at Northwind Software.");
    expect(text).toContain("Your user ID ann");
    expect(text).toContain("until Mon, 9 Mar 2026, 09:00 UTC");
  }
  expect(await scene.t.db.secretLink.count({ where: { purpose: "password", usedAt: { not: null } } })).toBe(
    0,
  );
});

test("sets the password once, and shows what next on a page that survives a reload", async () => {
  const path = await newLink("bea");
  const bea = visitor(scene.web);
  const sent = await bea.send(path, good);
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/passwords/set"]);
  expect(await verifyPassword((await userCalled("bea")).passwordHash ?? "", password)).toBe(true);
  for (const _ of [1, 2]) expect(textOf(await bea.open("/passwords/set"))).toContain("Your password is set");
  const again = await bea.send(path, { password: "another long one", passwordAgain: "another long one" });
  expect(again.status).not.toBe(303);
  expect(await verifyPassword((await userCalled("bea")).passwordHash ?? "", password)).toBe(true);
  const used = await bea.request(path);
  expect(used.status).toBe(410);
  expect(textOf(await used.text())).toContain("This link was used");
});

test("two at the same moment set one password", async () => {
  const path = await newLink("race");
  const [one, two] = [visitor(scene.web), visitor(scene.web)];
  await Promise.all([one.open(path), two.open(path)]);
  const both = await Promise.all([one.send(path, good), two.send(path, good)]);
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([303, 410]));
});

test.each([
  ["short", { password: "short", passwordAgain: "short" }, "Use at least 10 characters."],
  ["the user ID", { password: "Wrong.Person", passwordAgain: "Wrong.Person" }, "not your user ID or e-mail"],
  ["common", { password: "1234567890", passwordAgain: "1234567890" }, "lists of common ones"],
  ["differs", { password, passwordAgain: "seven quiet heron" }, "The two passwords differ."],
  ["short, and differs", { password: "short", passwordAgain: "shorter" }, "Use at least 10 characters."],
])("refuses one that is %s at its field, and shows no password again", async (_, fields, message) => {
  await scene.t.db.user.deleteMany({ where: { usernameKey: "wrong.person" } });
  const path = await newLink("wrong.person");
  const response = await visitor(scene.web).send(path, fields);
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(html.match(/aria-invalid/g)).toHaveLength(1);
  expect(html).toMatch(/<p class="fault" id="password(Again)?-error">/);
  expect(textOf(html)).toContain(message);
  expect(html).not.toContain(`value="${fields.password}"`);
  expect((await userCalled("wrong.person")).passwordHash).toBeNull();
});

test("tells expired, forged and replaced links apart only as far as it must", async () => {
  const expired = await newLink("late", { expiresAt: scene.t.clock.now() });
  const person = visitor(scene.web);
  expect((await person.request(expired)).status).toBe(410);
  expect((await person.send(expired, { ...good, formToken: "none" })).status).toBe(410);
  const forged = await person.request(`/passwords/${newToken()}`);
  expect(forged.status).toBe(404);
  expect(textOf(await forged.text())).toContain("This link does not work");
});

test("takes no form from elsewhere, and keeps to the limit for one link", async () => {
  const path = await newLink("foreign");
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  expect((await visitor(scene.web).send(path, good, { headers })).status).toBe(403);
  const statuses: number[] = [];
  for (let sent = 0; sent < 10; sent += 1)
    statuses.push((await visitor(scene.web).send(path, { formToken: "none" })).status);
  expect(statuses.at(-1)).toBe(429);
  expect((await userCalled("foreign")).passwordHash).toBeNull();
});

test("writes neither token nor password into the log", async () => {
  const from = scene.t.log.length;
  const path = await newLink("logged");
  await visitor(scene.web).send(path, good);
  const log = scene.t.log.slice(from).join("");
  expect(log).toContain("/passwords/:token");
  expect(log).not.toContain(path.split("/")[2]);
  expect(log).not.toContain(password);
});
