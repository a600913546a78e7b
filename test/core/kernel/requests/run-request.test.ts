import { beforeEach, describe, expect, test } from "vitest";
import { RescheduleJob } from "../../../../src/core/kernel/outbox/job.ts";
import type { Mail } from "../../../../src/core/kernel/mail/mailer.ts";
import { auditOfTest } from "../../../support/audit-of-test.ts";
import { makeActor } from "../../../support/factories.ts";
import { invite, inviteScene, trouble } from "../../../support/invite-scene.ts";
import { readWords } from "../../../support/recorded-chat.ts";
import { jobs } from "../../../../src/core/features.ts";
import { cardJob, gate, take, work } from "./jobs-by-hand.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);

beforeEach(() => {
  scene.t.queue.waiting = [];
  scene.t.queue.delayed = [];
  scene.t.log.length = 0;
});

/** An invitation asked for, and the job that runs it. */
async function asked(address: string) {
  const { requestId } = await invite(scene, address);
  const [run] = take(scene, "requests");
  const row = () => scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } });
  return { requestId, run, row };
}

const sendingWith = (send: (mail: Mail) => Promise<void>) => ({ ...scene.t.app, mailer: { send } });
/** A worker that hangs in its mail for good, and says no more to the queue either. */
const dying = (send: (mail: Mail) => Promise<void>) => ({
  ...sendingWith(send),
  queue: { ...scene.t.queue, add: async () => undefined },
});

describe("a request", () => {
  test("that ten workers take at the same moment is run by one of them", async () => {
    const { run, row, requestId } = await asked("ten@acme.example");
    let others = 9;
    const { open, pass } = gate();
    const send = async (mail: Mail) => {
      await pass();
      scene.t.mailer.sent.push(mail);
    };
    const one = async () => {
      const end = await work(sendingWith(send), run);
      if (end !== "done" && (others -= 1) === 0) open();
      return end;
    };
    const ends = await Promise.all(Array.from({ length: 10 }, one));
    expect(ends.filter((end) => end === "done")).toHaveLength(1);
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(await scene.t.db.invitation.count({ where: { requestId } })).toBe(1);
    expect(await events("request-done")).toHaveLength(1);
    expect(await row()).toMatchObject({
      status: "done",
      outcome: "invited",
      leasedUntil: null,
      dedupeKey: null,
    });
  });

  test("that is done is not run again, however often its job comes", async () => {
    const { run } = await asked("again@acme.example");
    for (let times = 0; times < 3; times += 1) expect(await work(scene.t.app, run)).toBe("done");
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(await events("request-done")).toHaveLength(1);
  });

  test("has the chat asked about its channel while it runs, and ends as well where that fails", async () => {
    const { run, row } = await asked("beside@acme.example");
    const { open, pass } = gate();
    const isShared = async (channelId: string): Promise<boolean> => {
      open();
      throw new Error(`nothing is known of ${channelId}`);
    };
    const app = { ...sendingWith(pass), chat: { ...scene.t.app.chat, isShared } };
    expect(await work(app, run)).toBe("done");
    expect(await row()).toMatchObject({ status: "done", outcome: "invited" });
  });

  test("that does not exist is nothing to do", async () => {
    const { run } = await asked("gone@acme.example");
    const payload = { requestId: "01980c3e-0000-7000-8000-000000000000" };
    expect(run && (await work(scene.t.app, { ...run, payload }))).toBe("done");
  });

  test("is run and drawn as its row says, whatever else stands in the queue", async () => {
    const { requestId, row } = await asked("kind@acme.example");
    const drawing = await cardJob(scene, requestId);
    const before = await row();
    const foreign = jobs.filter(({ name }) => !["run-request", "reconcile-message"].includes(name));
    scene.t.chat.messages.length = 0;
    for (const { name, lane } of foreign)
      await work(scene.t.app, {
        lane,
        name,
        payload: {
          ...(drawing.payload as object),
          mailingId: requestId,
          grantId: requestId,
          cycleEventId: requestId,
          consoleUserId: requestId,
        },
      }).catch(() => undefined);
    expect(await row()).toEqual(before);
    expect(scene.t.chat.messages).toEqual([]);
    expect(
      await scene.t.db.chatMessage.findMany({ where: { requestId, leasedUntil: { not: null } } }),
    ).toEqual([]);
    const forged = { requestId, kind: "grant-administrator", input: { userId: requestId } };
    await work(scene.t.app, { lane: "requests", name: "run-request", payload: forged });
    expect(await row()).toMatchObject({ kind: "invite-user", input: before.input, status: "done" });
  });

  test("whose worker died is taken over once its claim has run out, and not before", async () => {
    const { run } = await asked("dead@acme.example");
    const { reached, pass } = gate();
    void work(dying(pass), run);
    await reached;
    const until = scene.t.clock.now().getTime() + scene.t.app.leases.leaseMs;
    expect(await work(scene.t.app, run)).toMatchObject({ at: new Date(until) });
    scene.t.clock.advance(scene.t.app.leases.leaseMs);
    expect(await work(scene.t.app, run)).toBe("done");
    expect(scene.t.mailer.sent).toHaveLength(1);
  });

  test("whose worker died after the mail was handed over sends no second one", async () => {
    const { run, requestId, row } = await asked("handed@acme.example");
    await work(scene.t.app, run);
    const [invitation] = await scene.t.db.invitation.findMany({ where: { requestId } });
    await scene.t.db.request.update({
      where: { id: requestId },
      data: { status: "queued", finishedAt: null },
    });
    expect(await work(scene.t.app, run)).toBe("done");
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(await scene.t.db.invitation.findMany({ where: { requestId } })).toEqual([invitation]);
    expect(await row()).toMatchObject({ status: "done" });
  });

  test("whose worker died before that sends the same mail again: same link, same Message-ID", async () => {
    const { run } = await asked("same@acme.example");
    const { reached, pass } = gate();
    void work(
      dying((mail) => {
        scene.t.mailer.sent.push(mail);
        return pass();
      }),
      run,
    );
    await reached;
    scene.t.clock.advance(scene.t.app.leases.leaseMs);
    await work(scene.t.app, run);
    expect(scene.t.mailer.sent).toHaveLength(2);
    expect(scene.t.mailer.sent[1]).toEqual(scene.t.mailer.sent[0]);
  });

  test("that has to wait is not run too early", async () => {
    const { run, row } = await asked("early@acme.example");
    scene.t.mailer.failures.push(trouble(true, "451"));
    const first = await work(scene.t.app, run);
    expect(first).toBeInstanceOf(RescheduleJob);
    const { notBefore, leasedUntil, attempts } = await row();
    expect([leasedUntil, attempts]).toEqual([null, 1]);
    expect(first).toMatchObject({ at: notBefore });
    expect(await work(scene.t.app, run)).toMatchObject({ at: notBefore });
    expect(scene.t.mailer.sent).toEqual([]);
    scene.t.clock.set(notBefore ?? "");
    expect(await work(scene.t.app, run)).toBe("done");
  });

  test("waits longer after each failure", async () => {
    const { run, row } = await asked("longer@acme.example");
    scene.t.mailer.failures.push(...Array.from({ length: 5 }, () => trouble(true, "451")));
    const waits: number[] = [];
    for (let tries = 0; tries < 5; tries += 1) {
      await work(scene.t.app, run);
      const { notBefore } = await row();
      waits.push((notBefore?.getTime() ?? 0) - scene.t.clock.now().getTime());
      scene.t.clock.set(notBefore ?? "");
    }
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(new Set(waits).size).toBe(5);
    expect(await work(scene.t.app, run)).toBe("done");
  });
});

describe("a request ends, with a sentence that says why,", () => {
  test("when its requester is no Console User any more", async () => {
    const actor = await makeActor(scene.t);
    const { requestId } = await invite(scene, "left@acme.example", { actor });
    await scene.t.db.consoleUser.update({
      where: { id: actor.id },
      data: { removedAt: scene.t.clock.now() },
    });
    await scene.t.runJobs();
    expect(await scene.t.db.request.findUnique({ where: { id: requestId } })).toMatchObject({
      status: "failed",
      trouble: "The person who asked for this is no longer a Console User.",
    });
    expect(scene.t.mailer.sent).toEqual([]);
  });

  test("when the Account was deleted in the meantime", async () => {
    const { row } = await asked("deleted@acme.example").then(async (one) => {
      await scene.t.db.account.delete({ where: { id: scene.accountId } });
      await work(scene.t.app, one.run);
      return one;
    });
    expect(await row()).toMatchObject({
      status: "failed",
      trouble: "The Account was deleted in the meantime.",
    });
  });
});

describe("an error that nobody foresaw", () => {
  const breaking = () => sendingWith(() => Promise.reject(new Error("secret of 10.0.0.7")));

  test("is tried again later, and shown as a reference to the log, never as itself", async () => {
    const { run, row } = await asked("odd@acme.example");
    expect(await work(breaking(), run)).toBeInstanceOf(RescheduleJob);
    const { trouble: sentence, status } = await row();
    expect([status, sentence]).toEqual([
      "queued",
      expect.stringMatching(/on our side \(reference [A-Z2-9]{8}\)/),
    ]);
    const reference = /reference ([A-Z2-9]{8})/.exec(sentence ?? "")?.[1] ?? "none";
    expect(scene.t.log.find((line) => line.includes(reference))).toContain("secret of 10.0.0.7");
    scene.t.clock.advance(60_000);
    expect(await work(scene.t.app, run)).toBe("done");
  });

  test("that stays ends the request after the last retry, on the card and in its thread", async () => {
    const { run, row } = await asked("odder@acme.example");
    for (let tries = 0; tries <= scene.t.app.retryPolicy.retries; tries += 1) {
      await work(breaking(), run);
      scene.t.clock.advance(3_600_000);
    }
    expect(await row()).toMatchObject({ status: "failed" });
    await scene.t.runJobs();
    scene.t.clock.advance(5_000);
    await scene.t.runJobs();
    expect(scene.t.chat.latest().title).toBe("Invitation failed");
    expect(readWords(scene.t.chat.latest(1).note)).toMatch(/reference [A-Z2-9]{8}/);
    expect(JSON.stringify(scene.t.chat.messages)).not.toContain("secret");
  });
});
