import { expect, test } from "vitest";
import { hours } from "../../src/core/kernel/time/clock.ts";
import { makeUser } from "../support/factories.ts";
import { signedInAs } from "./account-scene.ts";
import { textOf, visitor } from "./visitor.ts";
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
  expect((await visitor(web).request(links[0] ?? "")).status).toBe(404);
  const elsewhere = await signedInAs(
    scene,
    await t.db.user.findUniqueOrThrow({ where: { usernameKey: "lost" } }),
  );
  const next = { password: "eight calm otters", passwordAgain: "eight calm otters" };
  expect((await visitor(web).send(links[1] ?? "", next)).status).toBe(303);
  expect((await elsewhere.request("/accounts")).status).toBe(303);
  expect((await visitor(web).send("/sign-in", { username: "lost", ...next })).status).toBe(303);
  for (const _ of [1, 2]) await visitor(web).send("/forgotten-password", { name: "lost" });
  expect((await visitor(web).send("/forgotten-password", { name: "lost" })).status).toBe(429);
  await t.runJobs();
  const late = /\/passwords\/[\w-]+/.exec(t.mailer.sent.at(-1)?.text ?? "")?.[0] ?? "";
  t.clock.advance(hours(1));
  expect((await visitor(web).request(late)).status).toBe(410);
});
