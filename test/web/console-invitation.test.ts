import { beforeEach, describe, expect, test } from "vitest";
import { verifyPassword } from "../../src/core/kernel/secrets/password.ts";
import { newToken } from "../../src/core/kernel/secrets/token.ts";
import { makeConsoleUser, makeLink } from "../support/factories.ts";
import { textOf, valueOf, visitor } from "./visitor.ts";
import { password, webScene } from "./web-scene.ts";

const scene = webScene();
let serial = 0;
let email: string;
beforeEach(() => {
  email = `nia${(serial += 1)}@partner.example`;
});

/** An invitation from Olivia, who has Full Access, with its mail sent; and the path of its page. */
async function invite({ unbacked = false, ...given }: { unbacked?: boolean } = {}): Promise<string> {
  const { db, clock } = scene.t;
  const olivia =
    (await db.consoleUser.findUnique({ where: { emailKey: "olivia@partner.example" } })) ??
    (await makeConsoleUser(db, { email: "olivia@partner.example", firstName: "Olivia", fullAccess: true }));
  const request = await db.request.create({
    data: { kind: "invite-console-user", input: {}, requesterId: olivia.id, status: "done" },
  });
  const { linkId, token } = await makeLink(db, "consoleInvitation", { now: clock.now(), ...given });
  await db.consoleInvitation.create({
    data: {
      email,
      emailKey: email,
      permissions: { users: "edit" },
      requestId: unbacked ? null : request.id,
      linkId,
    },
  });
  return `/console-invitations/${token}`;
}

const form = (given: Record<string, string> = {}) => ({
  firstName: "Nia",
  lastName: "Under",
  password,
  passwordAgain: password,
  ...given,
});
const made = () => scene.t.db.consoleUser.findUnique({ where: { emailKey: email } });

test("says who invites, and what one may do", async () => {
  const text = textOf(await visitor(scene.web).open(await invite()));
  expect(text).toContain("Join the Partner Console");
  expect(text).toContain("Olivia of Northwind Software invites you to its Partner Console.");
  expect(text).toContain("What you may do users: edit");
  expect(text).toContain("until Mon, 9 Mar 2026, 09:00 UTC");
});

test("makes the Console User, once, and tells so", async () => {
  const nia = visitor(scene.web);
  const path = await invite();
  const response = await nia.send(path, form());
  expect([response.status, response.headers.get("location")]).toEqual([303, "/console-invitations/accepted"]);
  const user = await made();
  expect(user).toMatchObject({
    firstName: "Nia",
    lastName: "Under",
    fullAccess: false,
    permissions: { users: "edit" },
  });
  expect(await verifyPassword(user?.passwordHash ?? "", password)).toBe(true);
  expect(textOf(await nia.open("/console-invitations/accepted"))).toContain("Welcome to the Partner Console");
  const again = await nia.request(path);
  expect(again.status).toBe(410);
  expect(textOf(await again.text())).toContain("This invitation was used");
});

test("a page that is only opened, as a mail scanner does, uses nothing up", async () => {
  const path = await invite();
  for (const _ of [1, 2, 3]) expect((await visitor(scene.web).request(path)).status).toBe(200);
  expect(await made()).toBeNull();
});

test.each<[Record<string, string>, string, string]>([
  [{ password: "short", passwordAgain: "short" }, "password", "Use at least 10 characters."],
  [{ passwordAgain: "something else" }, "passwordAgain", "The two passwords differ."],
  [{ firstName: "x".repeat(101) }, "firstName", "Use at most 100 characters."],
])("%j is refused at its field, and names are kept", async (given, field, sentence) => {
  const response = await visitor(scene.web).send(
    await invite(),
    form({ lastName: '"><b>Ünder 💥', ...given }),
  );
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(html).toContain(`<p class="fault" id="${field}-error">`);
  expect(textOf(html)).toContain(sentence);
  expect(valueOf(html, "lastName")).toBe('"><b>Ünder 💥');
  expect(html).not.toContain(`value="${password}"`);
  expect(await made()).toBeNull();
});

test("the e-mail is no password", async () => {
  const response = await visitor(scene.web).send(
    await invite(),
    form({ password: email, passwordAgain: email }),
  );
  expect(textOf(await response.text())).toContain("not your user ID or e-mail");
});

describe("a link that cannot be accepted", () => {
  test.each<[string, object, number, string]>([
    ["used", { usedAt: new Date() }, 410, "This invitation was used"],
    ["withdrawn", { revokedAt: new Date("2026-03-02T09:00:00Z") }, 410, "This invitation was withdrawn"],
    ["too old", { expiresAt: new Date("2026-03-01T09:00:00Z") }, 410, "This invitation has expired"],
    ["vouched for by nobody", { unbacked: true }, 410, "This invitation was withdrawn"],
  ])("because it is %s says so, and takes no form", async (_, given, status, title) => {
    const path = await invite(given);
    const response = await visitor(scene.web).request(path);
    expect(response.status).toBe(status);
    expect(textOf(await response.text())).toContain(title);
    const open = await invite();
    const nia = visitor(scene.web);
    const formToken = /name="formToken" value="([^"]+)"/.exec(await nia.open(open))?.[1] ?? "";
    expect((await nia.send(path, { ...form(), formToken })).status).toBe(status);
    expect(await made()).toBeNull();
  });

  test("because the address is a Console User by now says so", async () => {
    const path = await invite();
    const user = await makeConsoleUser(scene.t.db, { email, permissions: { users: "view" } });
    const response = await visitor(scene.web).request(path);
    expect([response.status, textOf(await response.text())]).toEqual([
      409,
      expect.stringContaining("You are a Console User already"),
    ]);
    expect(await made()).toEqual(user);
  });

  test("because it is not ours is answered with 404, and guesses are counted", async () => {
    const guesser = visitor(scene.web);
    const statuses = [];
    for (let count = 0; count < 61; count += 1)
      statuses.push((await guesser.request(`/console-invitations/${newToken()}`)).status);
    expect([statuses[0], statuses[59], statuses[60]]).toEqual([404, 404, 429]);
  });
});

describe("a form", () => {
  test("without our token is shown again, and does nothing", async () => {
    const response = await visitor(scene.web).send(await invite(), form({ formToken: "forged" }));
    expect(response.status).toBe(403);
    expect(await made()).toBeNull();
  });

  test("from another site is refused", async () => {
    const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const response = await visitor(scene.web).send(await invite(), form(), { headers });
    expect(response.status).toBe(403);
    expect(await made()).toBeNull();
  });

  test("is taken ten times for one link", async () => {
    const path = await invite();
    const statuses = [];
    for (let count = 0; count < 11; count += 1)
      statuses.push((await visitor(scene.web).send(path, form({ password: "short" }))).status);
    expect([statuses[0], statuses[9], statuses[10]]).toEqual([422, 422, 429]);
  });

  test("leaves no link in the log", async () => {
    const path = await invite();
    await visitor(scene.web).send(path, form());
    expect(scene.t.log.join("")).not.toContain(path.split("/").at(-1));
  });
});
