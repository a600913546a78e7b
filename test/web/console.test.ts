import { pageScriptHash } from "../../src/web/http/page-script.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BoardQueues, openBoardQueues } from "../../src/core/app.ts";
import { setConsolePassword } from "../../src/core/console-users/add-console-user.ts";
import { removeConsoleUserRequest } from "../../src/core/console-users/remove-console-user.ts";
import type { ConsoleUser } from "../../src/core/generated/prisma/client.ts";
import { submitRequest } from "../../src/core/kernel/requests/submit-request.ts";
import { confirmRequest } from "../../src/core/kernel/requests/confirm-request.ts";
import { createWeb } from "../../src/web/create-web.ts";
import { auditOfTest } from "../support/audit-of-test.ts";
import { makeActor, makeConsoleUser } from "../support/factories.ts";
import { place } from "../support/invite-scene.ts";
import { leadsTo, textOf, type Visitor, type Web, visitor } from "./visitor.ts";
import { password, webScene } from "./web-scene.ts";
import { runRequestJob } from "../../src/core/kernel/requests/run-request.ts";

const scene = webScene();
const events = auditOfTest(() => scene.t.db);
const operator = { kind: "operator", name: "root", surface: "command-line" } as const;
let board: BoardQueues;
let web: Web;
let olivia: ConsoleUser;
let serial = 0;

beforeAll(() => {
  board = openBoardQueues({ databaseUrl: scene.t.databaseUrl }, scene.t.app.log);
  web = createWeb(scene.t.app, { trustedProxies: 0, board });
});
beforeEach(async () => {
  const email = `olivia${(serial += 1)}@partner.example`;
  olivia = await makeConsoleUser(scene.t.db, { firstName: "Olivia", email, fullAccess: true });
  await setConsolePassword({ ...scene.t.app, actor: operator }, { email, password });
});
afterAll(() => board.close());

const signIn = (person: Visitor, email = olivia.email, given = password) =>
  person.send("/console/sign-in", { email, password: given });
const opens = async (person: Visitor, path = "/console/queue") => (await person.request(path)).status;

async function signedIn(): Promise<Visitor> {
  const person = visitor(web);
  const answer = await signIn(person);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/console/queue"]);
  return person;
}

describe("the operator's pages", () => {
  test("are not there unless they are switched on", async () => {
    for (const path of [
      "/console/queue",
      "/console/queue/api/queues",
      "/console/sign-in",
      "/console/sign-out",
    ])
      expect((await visitor(scene.web).request(path)).status).toBe(404);
  });

  test("open for Full Access after a sign-in, which is recorded", async () => {
    const person = await signedIn();
    expect(await opens(person)).toBe(200);
    const queues = await person.request("/console/queue/api/queues");
    expect(await queues.json()).toMatchObject({
      queues: expect.arrayContaining([
        expect.objectContaining({ name: "cyclr-access-requests", readOnlyMode: true }),
      ]),
    });
    expect(await events("signed-in")).toMatchObject([{ actorId: olivia.id, surface: "web" }]);
  });

  test("send whoever is not signed in to sign in, and show nothing", async () => {
    for (const path of ["/console/queue", "/console/queue/api/queues", "/console/queue/static/js/main.js"]) {
      const answer = await visitor(web).request(path);
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/console/sign-in"]);
    }
  });

  test("answer alike whether the e-mail, the password or both are wrong", async () => {
    const none = await makeConsoleUser(scene.t.db, { fullAccess: true });
    const answers = await Promise.all([
      signIn(visitor(web), olivia.email, "not the password"),
      signIn(visitor(web), "nobody@partner.example"),
      signIn(visitor(web), none.email),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
    const told = await Promise.all(answers.map(async (answer) => textOf(await answer.text())));
    for (const text of told) expect(text).toContain("password is wrong.");
    expect(await events("sign-in-refused")).toHaveLength(3);
    expect(
      JSON.stringify(await events(), (_, value: unknown) => (typeof value === "bigint" ? "" : value)),
    ).not.toContain("not the password");
  });

  test("refuse a Console User without Full Access", async () => {
    await scene.t.db.consoleUser.update({ where: { id: olivia.id }, data: { fullAccess: false } });
    const person = visitor(web);
    const answer = await signIn(person);
    expect([answer.status, textOf(await answer.text())]).toEqual([
      403,
      expect.stringContaining("Full Access"),
    ]);
    expect(await opens(person)).toBe(303);
  });

  test("ask for Full Access at every request", async () => {
    const person = await signedIn();
    await scene.t.db.consoleUser.update({ where: { id: olivia.id }, data: { fullAccess: false } });
    expect([await opens(person), await opens(person, "/console/queue/api/queues")]).toEqual([403, 403]);
    await scene.t.db.consoleUser.update({ where: { id: olivia.id }, data: { fullAccess: true } });
    expect(await opens(person)).toBe(200);
  });

  test("close for whoever is removed, and stay closed when they come back", async () => {
    const person = await signedIn();
    const actor = await makeActor(scene.t, { fullAccess: true, permissions: {} });
    const ctx = { ...scene.t.app, actor };
    const { requestId } = await submitRequest(
      ctx,
      removeConsoleUserRequest,
      { consoleUserId: olivia.id },
      place(),
    );
    await confirmRequest(ctx, requestId);
    await scene.t.db.request.updateMany({
      where: { id: requestId },
      data: { status: "queued", approvalsNeeded: 0, approverNeeds: null },
    });
    await runRequestJob.run(scene.t.app, { requestId });
    expect(await opens(person)).toBe(303);
    await scene.t.db.consoleUser.update({
      where: { id: olivia.id },
      data: { removedAt: null, fullAccess: true },
    });
    expect(await opens(person)).toBe(303);
  });

  test("give a new session at each sign-in; the one before is dead", async () => {
    const person = await signedIn();
    const before = person.cookies.get("console-session");
    await signIn(person);
    expect(person.cookies.get("console-session")).not.toBe(before);
    const thief = visitor(web);
    thief.cookies.set("console-session", before ?? "");
    expect([await opens(person), await opens(thief)]).toEqual([200, 303]);
  });

  test("forget who signs out, and the session with them", async () => {
    const person = await signedIn();
    const token = person.cookies.get("console-session") ?? "";
    expect(textOf(await person.open("/console/sign-out"))).toContain("Olivia");
    expect(leadsTo(await person.send("/console/sign-out", {}))).toBe("/console/sign-in?said=out");
    const thief = visitor(web);
    thief.cookies.set("console-session", token);
    expect([await opens(person), await opens(thief)]).toEqual([303, 303]);
    expect(await events("signed-out")).toMatchObject([{ actorId: olivia.id }]);
  });

  test("take no form that is not ours", async () => {
    const answer = await visitor(web).send("/console/sign-in", {
      email: olivia.email,
      password,
      formToken: "forged",
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie().join()).not.toContain("console-session");
  });

  test("are tried six times by one client for one e-mail, and then no more", async () => {
    const person = visitor(web);
    for (let tries = 0; tries < 6; tries += 1)
      expect((await signIn(person, olivia.email, "wrong password")).status).toBe(422);
    const answer = await signIn(person);
    expect([answer.status, Number(answer.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await signIn(visitor(web))).status).toBe(303);
  });
});

describe("the dashboard", () => {
  test("is to look and not to touch: whatever would change the queue is refused", async () => {
    const person = await signedIn();
    const queue = "/console/queue/api/queues/cyclr-access-requests";
    for (const [method, path] of [
      ["PUT", `${queue}/retry/failed`],
      ["PUT", `${queue}/pause`],
      ["PUT", `${queue}/obliterate`],
      ["POST", `${queue}/add`],
    ] as const)
      expect(
        (await person.request(path, { method, headers: { origin: "https://evil.example" } })).status,
      ).toBe(405);
    expect(await board.queues[0]?.isPaused()).toBe(false);
  });

  test("runs its own scripts alone, and other pages none but the one in them", async () => {
    const person = await signedIn();
    const policyOf = async (path: string) =>
      (await person.request(path)).headers.get("content-security-policy")?.split("; ") ?? [];
    const policy = await policyOf("/console/queue");
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy.join()).not.toMatch(/unsafe|https:|\*/);
    for (const path of ["/console/sign-in", "/console/queued", "/"])
      expect(await policyOf(path)).toContain(`script-src '${pageScriptHash}'`);
    expect((await person.request("/console/queue/static/js/nothing.js")).status).toBe(404);
  });
});
