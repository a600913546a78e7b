import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";
import { describe, expect, test } from "vitest";
import { after, hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { endDueGrants } from "../../../src/core/memberships/record-grant-end.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { extendAction, giveBackAction } from "../../../src/core/memberships/grant-note.ts";
import {
  requireGrantMinutes,
  requireLongEnough,
  sweepGrants,
} from "../../../src/core/memberships/end-grant.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { manager, requestOf } from "../users/user-scene.ts";
import { place } from "../../support/invite-scene.ts";
import { grantScene, loss, type How } from "./grant-scene.ts";
import { runRequestJob } from "../../../src/core/kernel/requests/run-request.ts";

const { scene, inputOf, at, iso, grant, grantOf, level, pass, card, thread, said, told } = grantScene();

test("one that gives nothing says so, and that another lasts longer where it had an end", async () => {
  const note = () => readWords(scene.t.chat.latest(scene.t.chat.messages.length - 1).note);
  await grant();
  const longer = "The User already has the level for longer. There was nothing to change.";
  for (const how of [{ forMinutes: 60 }, { until: iso("11:00") }]) {
    await grant(how);
    expect(note()).toBe(longer);
  }
  await grant();
  expect(note()).toBe("There was nothing to change.");
});

test("lasts between fifteen minutes and ninety days, both among them", () => {
  const most = 90 * 24 * 60;
  for (const fits of [15, most]) expect(() => requireGrantMinutes(fits, "so long")).not.toThrow();
  for (const misfit of [14, most + 1])
    expect(() => requireGrantMinutes(misfit, "so long")).toThrow("so long");
  const [now, minute] = [scene.t.clock.now(), minutes(1)];
  const until = (inMinutes: number) => () =>
    requireLongEnough(after(now, inMinutes * minute), now, "so long");
  for (const fits of [15, most]) expect(until(fits)).not.toThrow();
  for (const misfit of [14, most + 1]) expect(until(misfit)).toThrow("so long");
});

describe("a grant for a time", () => {
  test("begins when it is applied, not when it was asked for, and ends so much later", async () => {
    const submitted = await submitRequest(
      scene.ctx,
      grantAdministratorRequest,
      inputOf({ forMinutes: 240 }),
      place(),
    );
    scene.t.clock.advance(hours(1));
    await scene.t.runJobs();
    expect(await grantOf(submitted)).toMatchObject({
      startsAt: at("10:00"),
      endsAt: at("14:00"),
      endedAt: null,
    });
    expect(await level()).toBe("Administrator");
    expect(card()).toMatchObject({ title: "Administrator granted", state: "done" });
    expect(readWords(card().note)).toBe(`Access before, Administrator now, until ${iso("14:00")}.`);
    expect(await told("administrator-granted")).toEqual([
      { before: { level: "Access" }, after: { level: "Administrator", until: iso("14:00") } },
    ]);
  });

  test("is over at its end though no job ran, and recorded once by the job or the sweep", async () => {
    const submitted = await grant({ until: iso("10:00") });
    scene.t.clock.set(at("10:00"));
    expect(await level()).toBe("Access");
    expect(await told("administrator-ended")).toEqual([]);
    const { id } = await grantOf(submitted);
    const ended = await Promise.all([
      endDueGrants(scene.t.app, { id }),
      endDueGrants(scene.t.app, { id }),
      sweepGrants(scene.t.app),
    ]);
    expect(ended.reduce((sum, count) => sum + count, 0)).toBe(1);
    await scene.t.runJobs();
    expect(await told("administrator-ended")).toEqual([loss]);
    expect(await grantOf(submitted)).toMatchObject({
      endsAt: at("10:00"),
      endedAt: at("10:00"),
      endedBy: null,
    });
    expect(card().title).toBe("Administrator ended");
    expect(said().map((one) => one?.title)).toEqual(["Administrator has ended"]);
    expect(readWords(said()[0]?.note ?? "")).toMatch(
      /^@Ed: its time was over .* has Access now\. The Account has no Administrator/,
    );
  });

  test("has its thread asked a quarter of an hour before the end, by its own job, and ends by it", async () => {
    const submitted = await grant({ forMinutes: 60 });
    await pass(minutes(44));
    expect(thread()).toEqual([]);
    await pass(minutes(1));
    const { id } = await grantOf(submitted);
    expect(said()[0]).toMatchObject({
      title: "Administrator ends soon",
      buttons: [
        { action: extendAction, value: id },
        { action: giveBackAction, value: id },
      ],
    });
    expect(JSON.stringify(scene.t.queue.delayed.map(({ task }) => task.payload))).toBe(
      `[{"grantId":"${id}"}]`,
    );
    await pass(minutes(15));
    expect(said().map((one) => one?.title)).toEqual(["Administrator has ended", "Administrator has ended"]);
    expect(said()[0]?.buttons).toEqual([]);
    expect(await told("administrator-ended")).toEqual([loss]);
  });

  test("has it asked by the sweep where the job was lost, and then not again", async () => {
    await grant({ forMinutes: 60 });
    scene.t.queue.delayed.length = 0;
    scene.t.clock.advance(minutes(46));
    expect([await sweepGrants(scene.t.app), await sweepGrants(scene.t.app)]).toEqual([1, 0]);
    await scene.t.runJobs();
    expect(said().map((one) => one?.title)).toEqual(["Administrator ends soon"]);
  });

  test("has nobody asked where a longer one goes on: its end takes nothing away", async () => {
    await grant({ forMinutes: 60 });
    await grant({ forMinutes: 240 });
    await pass(minutes(46));
    expect(said()).toEqual([]);
  });

  test("of a quarter of an hour is asked about at half of it", async () => {
    await grant({ forMinutes: 15 });
    await pass(minutes(7));
    expect(thread()).toEqual([]);
    await pass(minutes(1));
    expect(said()[0]?.title).toBe("Administrator ends soon");
  });

  test("says, with its plan and on its card, how an end was read where the clocks change", async () => {
    const readAs = "1:30 comes twice on that day: the first is meant.";
    const submitted = await grant({ until: iso("12:00"), readAs });
    expect(submitted.plan.warnings).toEqual([readAs]);
    expect(resolveHints(submitted.plan.what)).toMatch(/, until .* 12:00 UTC$/);
    expect(readWords(card().note)).toBe(`Access before, Administrator now, until ${iso("12:00")}. ${readAs}`);
  });

  test("survives a queue that is down when it is granted", async () => {
    const submitted = await submitRequest(
      scene.ctx,
      grantAdministratorRequest,
      inputOf({ forMinutes: 60 }),
      place(),
    );
    const [run] = scene.t.queue.waiting.filter(({ lane }) => lane === "requests");
    scene.t.queue.down = true;
    await runRequestJob.run(scene.t.app, run?.payload as { requestId: string });
    expect(await requestOf(scene, submitted)).toMatchObject({ status: "done", outcome: "granted" });
    scene.t.queue.down = false;
    scene.t.clock.advance(hours(2));
    expect(await sweepGrants(scene.t.app)).toBe(1);
  });
});

describe("what is refused", () => {
  test.each<[How, RegExp]>([
    [{ forMinutes: 14 }, /between 15 minutes and 90 days/],
    [{ forMinutes: 90 * 1440 + 1 }, /between 15 minutes and 90 days/],
    [{ until: "2026-09-01T00:00:00Z" }, /between 15 minutes and 90 days/],
    [{ until: "2026-03-02T09:00:00Z" }, /has passed/],
    [{ forMinutes: 60, until: "2026-03-02T12:00:00Z" }, /not both/],
  ])("is %j", async (how, words) => {
    const refused = submitRequest(scene.ctx, grantAdministratorRequest, inputOf(how), place());
    await expect(refused).rejects.toThrow(words);
  });

  test("is an end that has passed when it comes to it, with a sentence, and nothing is granted", async () => {
    const how = { until: iso("10:00") };
    const submitted = await submitRequest(scene.ctx, grantAdministratorRequest, inputOf(how), place());
    scene.t.clock.set(at("10:00"));
    await scene.t.runJobs();
    expect(await requestOf(scene, submitted)).toMatchObject({
      status: "failed",
      trouble: expect.stringContaining("has passed. Nothing was granted") as string,
    });
    expect(await level()).toBe("Access");
  });

  test("is whoever lacks users: edit, when asking and when it comes to it", async () => {
    const viewer = await manager(scene, "view");
    const refused = submitRequest(viewer, grantAdministratorRequest, inputOf({ forMinutes: 60 }), place());
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    const editor = await manager(scene, "edit");
    const submitted = await submitRequest(
      editor,
      grantAdministratorRequest,
      inputOf({ forMinutes: 60 }),
      place(),
    );
    await scene.t.db.consoleUser.update({ where: { id: editor.actor.id }, data: { permissions: {} } });
    await scene.t.runJobs();
    expect(await requestOf(scene, submitted)).toMatchObject({ status: "failed" });
    expect(await level()).toBe("Access");
  });
});

describe("where somebody is Administrator already", () => {
  test("a longer grant lengthens, a shorter one gives nothing and says so, one without an end outlives all", async () => {
    await grant({ forMinutes: 60 });
    const shorter = await grant({ forMinutes: 30 });
    expect(resolveHints(shorter.plan.effects[0] ?? "")).toMatch(
      /already, until .* 2026, 10:00 UTC, and this would end before/,
    );
    expect(await requestOf(scene, shorter)).toMatchObject({ outcome: "already" });
    const longer = await grant({ forMinutes: 120 });
    expect(longer.plan.effects[0]).toMatch(/stays it for 2 hours from when it is granted/);
    expect(await requestOf(scene, longer)).toMatchObject({ outcome: "lengthened" });
    const forever = await grant();
    expect(resolveHints(forever.plan.effects[0] ?? "")).toMatch(
      /Administrator of .* until .*11:00 UTC, stays it without an end/,
    );
    expect(await requestOf(scene, forever)).toMatchObject({ outcome: "made-permanent" });
    expect(await requestOf(scene, await grant({ forMinutes: 1440 }))).toMatchObject({ outcome: "already" });
    expect(await told("administrator-granted")).toMatchObject([
      { before: { level: "Access" }, after: { until: iso("10:00") } },
      { before: { until: iso("10:00") }, after: { until: iso("11:00") } },
      { before: { until: iso("11:00") }, after: { level: "Administrator" } },
    ]);
    await pass(hours(3));
    expect(await level()).toBe("Administrator");
    expect(await told("administrator-ended")).toEqual([
      { before: { level: "Administrator" }, after: { level: "Administrator" } },
      { before: { level: "Administrator" }, after: { level: "Administrator" } },
    ]);
    expect(said().map((one) => one?.title)).toEqual(Array(2).fill("One grant has ended, another continues"));
  });

  test("an offer to extend is closed by the extension", async () => {
    await grant({ forMinutes: 60 });
    await pass(minutes(50));
    await grant({ forMinutes: 60 });
    expect(said()[0]).toMatchObject({ title: "Administrator continues", buttons: [] });
    await pass(minutes(10));
    expect(await level()).toBe("Administrator");
    await pass(minutes(50));
    expect(await told("administrator-ended")).toMatchObject([{ after: { level: "Administrator" } }, loss]);
  });

  test("of two grants that end at the same moment one takes the level away", async () => {
    await grant({ forMinutes: 60 });
    const twin = await grantOf(await grant({ until: iso("10:30") }));
    await scene.t.db.administratorGrant.update({ where: { id: twin.id }, data: { endsAt: at("10:00") } });
    await pass(hours(1));
    await sweepGrants(scene.t.app);
    const after = (await told("administrator-ended")).map((event) => event.after);
    expect(after).toEqual([{ level: "Administrator", until: iso("10:00") }, { level: "Access" }]);
  });
});
