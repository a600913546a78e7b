import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { days, minutes } from "../../../../src/core/kernel/time/clock.ts";
import { sweepMailings } from "../../../../src/core/kernel/outbox/mailing.ts";
import { requestPasswordLink } from "../../../../src/core/users/forgotten-password-mailing.ts";
import { makePartner, makeUser } from "../../../support/factories.ts";
import { trouble } from "../../../support/invite-scene.ts";
import { whileMailServer } from "../../../support/recorded-mailer.ts";
import { createTestApp, type TestApp } from "../../../support/test-app.ts";
import { recoverAll, recoverLater } from "../../../support/recover-all.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
  await makePartner(t.db);
});
beforeEach(async () => {
  await t.db.mailing.deleteMany();
  t.mailer.sent.length = 0;
});
afterAll(() => t.close());

const visitor = { kind: "visitor", name: "somebody at 192.0.2.1", surface: "web" } as const;
const ask = (name: string) => requestPasswordLink({ ...t.app, actor: visitor }, name);
const theOne = () => t.db.mailing.findFirstOrThrow();

test("goes out once, however often its job runs, and keeps nothing of what it was about", async () => {
  const { email } = await makeUser(t.db, { username: "ann" });
  await ask("ANN");
  const [task] = t.queue.waiting;
  await t.runJobs();
  await t.queue.add(task ? [task] : []);
  await t.runJobs();
  expect(t.mailer.sent.map(({ to }) => to)).toEqual([email]);
  expect(await theOne()).toMatchObject({ sentAt: t.clock.now(), about: {}, trouble: null });
});

test("is tried again with the same link after what passes, and given up after what does not", async () => {
  await makeUser(t.db, { username: "bea" });
  t.mailer.failures.push(trouble(true, "451"), trouble(true, "connection"));
  await ask("bea");
  for (const _ of [1, 2]) {
    await t.runJobs();
    expect((await theOne()).trouble).toMatch(/^Refused/);
    t.clock.advance(minutes(1));
  }
  const link = await t.db.secretLink.findFirstOrThrow({
    where: { purpose: "password", user: { username: "bea" } },
  });
  await t.runJobs();
  expect(t.mailer.sent.map(({ messageId }) => messageId)).toEqual([`link-${link.id}-1`]);
  await t.db.mailing.deleteMany();
  t.mailer.failures.push(trouble(false, "550"));
  await ask("bea");
  await t.runJobs();
  expect(await theOne()).toMatchObject({ sentAt: null, givenUpAt: t.clock.now(), trouble: "Refused (550)." });
  expect(await recoverLater(t)).toBe(0);
});

test("waits for a mail server that is away for hours, as no card tells that it failed", async () => {
  await makeUser(t.db, { username: "eli" });
  await ask("eli");
  for (let tries = 0; tries < 20; tries += 1) {
    t.mailer.failures.push(trouble(true, "connection"));
    await t.runJobs();
    t.clock.advance(minutes(1));
  }
  t.mailer.failures.length = 0;
  t.clock.advance(minutes(15));
  await t.runJobs();
  expect(t.mailer.sent).toHaveLength(1);
});

test("is left for the sweep while the queue is down, and where its job was lost", async () => {
  await makeUser(t.db, { username: "cid" });
  t.queue.down = true;
  await ask("cid");
  t.queue.down = false;
  expect(await recoverAll(t.app)).toBe(0);
  expect(await recoverLater(t)).toBe(1);
  t.queue.waiting.length = 0;
  expect(await recoverAll(t.app)).toBe(0);
  expect(await recoverLater(t)).toBe(1);
  await t.runJobs();
  expect(t.mailer.sent).toHaveLength(1);
  t.clock.advance(days(31));
  await sweepMailings(t.app);
  expect(await t.db.mailing.count()).toBe(0);
});

test("is sent by one of two workers", async () => {
  await makeUser(t.db, { username: "dee" });
  await ask("dee");
  await t.queue.add(t.queue.waiting);
  const [one, two] = t.queue.waiting;
  t.queue.waiting = [];
  const half = (task: typeof one) => {
    const queue = { ...t.queue, waiting: task ? [task] : [], delayed: [] };
    return queue.run(t.app);
  };
  await Promise.all([half(one), half(two)]);
  expect(t.mailer.sent).toHaveLength(1);
});

test("that another worker has taken over is not told as sent, nor to be tried again, by the one before", async () => {
  await makeUser(t.db, { username: "eva" });
  for (const fails of [false, true]) {
    await t.db.mailing.deleteMany();
    await ask("eva");
    const behaves = async (_mail: unknown, deliver: () => Promise<void>) => {
      await t.db.mailing.updateMany({ data: { lease: { increment: 1 } } });
      if (fails) throw trouble(true, "451");
      await deliver();
    };
    await whileMailServer(t.mailer, behaves, () => t.runJobs());
    expect(await theOne()).toMatchObject({ lease: 2, sentAt: null, attempts: 0, trouble: null });
  }
});

test("is forgotten after thirty days, and not before", async () => {
  await ask("nobody");
  await t.db.mailing.updateMany({ data: { createdAt: t.clock.now() } });
  t.clock.advance(days(30));
  expect(await sweepMailings(t.app)).toBe(0);
  t.clock.advance(1);
  expect(await sweepMailings(t.app)).toBe(1);
});
