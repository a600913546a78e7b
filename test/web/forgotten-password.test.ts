import { expect, test } from "vitest";
import { hours } from "../../src/core/kernel/time/clock.ts";
import { issuePasswordLink } from "../../src/core/users/forgotten-password-mailing.ts";
import { makeUser } from "../support/factories.ts";
import { signedInAs } from "./account-scene.ts";
import { leadsTo, textOf, type Visitor, visitor } from "./visitor.ts";
import { password, webScene } from "./web-scene.ts";

const scene = webScene();

test("answers alike, does the same work, and mails a link to whom it can", async () => {
  const { t, web } = scene;
  await makeUser(t.db, { username: "lost", email: "lost@acme.example", password });
  await t.runJobs();
  t.mailer.sent.length = 0;
  const ask = async (name: string) => {
    const before = [await t.db.mailing.count(), await t.db.auditEvent.count(), t.queue.waiting.length];
    const person = visitor(web);
    const sent = await person.send("/forgotten-password", { name });
    const after = [await t.db.mailing.count(), await t.db.auditEvent.count(), t.queue.waiting.length];
    const page = textOf(await person.open(sent.headers.get("location") ?? ""));
    return [sent.status, page, after.map((count, index) => count - (before[index] ?? 0))];
  };
  const known = await ask("lost");
  expect(await ask("nobody.at.all")).toEqual(known);
  expect(await ask("LOST@acme.example")).toEqual(known);
  expect(known[1]).toContain(
    "If there is such a user, and it has an e-mail, a mail with a link is on its way.",
  );
  await t.runJobs();
  expect(t.mailer.sent.map(({ to }) => to)).toEqual(["lost@acme.example", "lost@acme.example"]);
  expect(await t.db.mailing.count({ where: { kind: "forgotten-password", sentAt: null } })).toBe(0);
  const links = t.mailer.sent.map(({ text }) => /\/passwords\/[\w-]+/.exec(text)?.[0] ?? "");
  expect((await visitor(web).request(links[0] ?? "")).status).toBe(200);
  const elsewhere = await signedInAs(
    scene,
    await t.db.user.findUniqueOrThrow({ where: { usernameKey: "lost" } }),
  );
  const next = { password: "eight calm otters", passwordAgain: "eight calm otters" };
  expect((await visitor(web).send(links[1] ?? "", next)).status).toBe(303);
  expect((await visitor(web).request(links[0] ?? "")).status).toBe(404);
  expect((await elsewhere.request("/accounts")).status).toBe(303);
  expect((await visitor(web).send("/sign-in", { username: "lost", ...next })).status).toBe(303);
  const eager = visitor(web);
  for (const _ of [1, 2, 3])
    expect((await eager.send("/forgotten-password", { name: "lost" })).status).toBe(303);
  expect((await eager.send("/forgotten-password", { name: "lost" })).status).toBe(429);
  await t.runJobs();
  const late = /\/passwords\/[\w-]+/.exec(t.mailer.sent.at(-1)?.text ?? "")?.[0] ?? "";
  t.clock.advance(hours(1));
  expect((await visitor(web).request(late)).status).toBe(410);
});

test("nobody can keep somebody else from recovery: neither by asking first, nor by asking often", async () => {
  const { t, web } = scene;
  const user = await makeUser(t.db, { username: "owner", email: "owner@acme.example", password });
  const ctx = { ...t.app, actor: { kind: "operator", name: "root", surface: "command-line" } } as const;
  const first = await t.db.$transaction((tx) =>
    issuePasswordLink(ctx, tx, { userId: user.id, requestId: null }),
  );
  t.mailer.sent.length = 0;
  const ask = async (person: Visitor) => {
    const answer = await person.send("/forgotten-password", { name: "owner" });
    await t.runJobs();
    return [answer.status, answer.status === 303 ? leadsTo(answer) : null];
  };
  const asked = [303, "/forgotten-password?said=asked"];
  const attacker = visitor(web);
  for (let times = 0; times < 3; times += 1) await ask(attacker);
  expect((await ask(attacker))[0]).toBe(429);
  expect(await ask(visitor(web))).toEqual(asked);
  expect(t.mailer.sent).toHaveLength(4);
  for (let times = 0; times < 12; times += 1) expect(await ask(visitor(web))).toEqual(asked);
  expect(t.mailer.sent).toHaveLength(12);
  for (const { text } of t.mailer.sent) {
    const path = /\/passwords\/[\w-]+/.exec(text)?.[0] ?? "";
    expect((await visitor(web).request(path)).status).toBe(200);
  }
  // The one of seven days that somebody at the Partner sent goes on as well.
  expect(await t.db.secretLink.findUnique({ where: { id: first.id } })).toMatchObject({ usedAt: null });
});
