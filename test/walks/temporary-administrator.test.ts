import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../src/core/kernel/time/clock.ts";
import { extendAction, giveBackAction } from "../../src/core/memberships/grant-note.ts";
import { standingAt } from "../../src/core/kernel/levels/require-level.ts";
import { letTimePass } from "../../src/sandbox/demo/let-time-pass.ts";
import { readBlocks, readView } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

describe("/cyclr grant-admin for a time", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" }, { SWEEP_SECONDS: "1" });
  const me = (who: string) => walk.demo.people[who] ?? "";
  const says = async (who: string, text: string, told: RegExp) => {
    await walk.stage.types(who, text);
    await walk.stage.isTold(who, told);
  };
  const standing = async () => {
    const { grants } = await walk.demo.app.db.membership.findFirstOrThrow({
      where: { user: { usernameKey: "hanna" } },
      include: { grants: true },
    });
    return standingAt(grants, new Date());
  };
  const thread = () =>
    walk.demo.slack
      .messages(walk.demo.channelId)
      .filter(({ ts, thread_ts }) => thread_ts && thread_ts !== ts);
  /** The thread's messages that read like this, once there are so many. */
  const inThread = (words: RegExp, count = 1) =>
    walk.demo.slack.waitFor(
      () => {
        const found = thread().filter(({ blocks, text }) => words.test(readBlocks(blocks ?? [], text)));
        return found.length === count ? found : undefined;
      },
      { timeoutMs: 60_000, what: `${count} of ${words} in the thread` },
    );
  const press = async (who: string, actionId: string) => {
    const [offer] = await inThread(/Administrator ends soon[\s\S]*\[Extend\]/);
    return walk.demo.slack.click({
      userId: me(who),
      channelId: walk.demo.channelId,
      ts: offer?.ts ?? "",
      actionId,
    });
  };
  const submit = (values: Parameters<typeof walk.stage.submits>[1]) => {
    const viewId = walk.demo.slack.views(me("ed")).at(-1)?.id ?? "";
    return walk.demo.slack.submitView({ userId: me("ed"), viewId, values });
  };

  test("what cannot be a length or an end is said at the word", async () => {
    const asked = "/cyclr grant-admin hanna on harbour";
    await says("ed", `${asked} for 4x`, /“x” is not a unit of time/);
    await says(
      "ed",
      `${asked} for 5 minutes`,
      /“5 minutes” is too short or too long[\s\S]*between 15 minutes and 90 days/,
    );
    await says("ed", `${asked} until 01/12/2026 18:00`, /“01\/12\/2026” may be a day and a month/);
    await says("ed", `${asked} until 2020-01-01 9:00`, /“2020-01-01 9:00” has passed in Europe\/London/);
    await says("ed", `${asked} for 4h until 18:00`, /not both/);
    await says("vera", `${asked} for 4h`, /users: edit/);
    expect(await walk.demo.app.db.request.count()).toBe(0);
  });

  test("--plan tells the end in the caller's own zone; the card and the lists tell when it ends", async () => {
    await says(
      "ed",
      "/cyclr grant-admin hanna on harbour until tomorrow 18:00 --plan",
      /hanna goes from Access to Administrator on Harbour Foods \(harbour\), until .* 18:00 UTC/,
    );
    await says("ed", "/cyclr grant-admin hanna on harbour for 4h", /Queued: .* for hanna, for 4 hours/);
    await walk.stage.sees({}, /Administrator granted[\s\S]*Until: [\s\S]*Administrator now, until/);
    expect((await standing()).level).toBe("Administrator");
    await says("vera", "/cyclr users harbour", /hanna .*Administrator until .* UTC/);
    await says("vera", "/cyclr user hanna", /Harbour Foods .*Administrator until/);
    await says("vera", "/cyclr account harbour", /Administrators: 1 \(hanna \(until/);
    await walk.stage.types("ed", "/cyclr admins harbour");
    const view = await walk.stage.seesForm("ed", /hanna/);
    expect(JSON.stringify(view.blocks)).toMatch(/"until [^"]* London time \(UTC(?:\+1)?\)/);
    await walk.demo.slack.closeView({ userId: me("ed"), viewId: view.id });
  });

  test("before the end the thread offers more time, by the form with everything chosen", async () => {
    await letTimePass(walk.demo.app, hours(3) + minutes(50));
    await press("ed", extendAction);
    const view = await walk.stage.seesForm("ed", /hanna[\s\S]*Harbour Foods[\s\S]*How long/);
    expect(readView(view)).toContain("For 1 hour");
    expect(await submit({ length: "until" })).toMatchObject({
      errors: { until: expect.stringMatching(/date and time/) as string },
    });
    const tooFar = Math.floor(Date.now() / 1000) + 200 * 86_400;
    expect(await submit({ until: tooFar })).toMatchObject({
      errors: { until: expect.stringMatching(/90 days/) as string },
    });
    const inTwoHours = Math.floor(Date.now() / 1000) + 7_200;
    expect((await submit({ until: inTwoHours })).result).not.toBe("errors");
    await walk.stage.sees({}, /Administrator extended[\s\S]*now longer, until/);
    expect((await standing()).until).toEqual(new Date(inTwoHours * 1000));
    await inThread(/Administrator continues/);
    expect(JSON.stringify(thread())).not.toContain(giveBackAction);
  });

  test("what another grant goes on giving is not lost when the first runs out", async () => {
    await letTimePass(walk.demo.app, minutes(11));
    await inThread(/One grant has ended, another continues[\s\S]*stays Administrator/);
    expect((await standing()).level).toBe("Administrator");
  });

  test("giving it back is one end of two clicks, and refused to who may only view", async () => {
    await letTimePass(walk.demo.app, minutes(100));
    await press("vera", giveBackAction);
    await walk.demo.slack.waitFor(() =>
      walk.demo.slack.ephemerals(me("vera")).some(({ text }) => text?.includes("users: edit")),
    );
    await Promise.all([press("ed", giveBackAction), press("olivia", giveBackAction)]);
    await inThread(/gave it back[\s\S]*hanna has Access now[\s\S]*no Administrator any more/);
    expect(await standing()).toEqual({ level: "Access", until: null });
    expect(await walk.demo.app.db.auditEvent.count({ where: { action: "administrator-returned" } })).toBe(1);
    expect(JSON.stringify(thread())).not.toContain(giveBackAction);
  });

  test("left alone it ends by itself, by the sweep where its job is lost", async () => {
    await says("ed", "/cyclr grant-admin hanna on harbour for 90 minutes", /Queued/);
    await walk.stage.sees({}, /Administrator granted/);
    await letTimePass(
      { ...walk.demo.app, queue: { ...walk.demo.app.queue, add: async () => undefined } },
      hours(2),
    );
    await walk.stage.sees({}, /Administrator ended[\s\S]*Its time was over/);
    await inThread(/its time was over[\s\S]*hanna has Access now/);
    expect(await walk.queue.content()).not.toContain("hanna");
  });
});
