import { beforeEach, describe, expect, test } from "vitest";
import type { Message } from "../../src/sandbox/slack/model/message-log.ts";
import { readBlocks } from "../../src/sandbox/slack/read-message.ts";
import { until } from "../support/until.ts";
import { startWalk } from "../support/walk.ts";

const refusedNote = /Not done in Cyclr's cloud[\s\S]*answers 400[\s\S]*\[Retry\] \[By hand\]/;

describe("what Cyclr's cloud does not take, decided by the buttons under its note", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" }, {}, { connected: true });
  const cloud = () => {
    const found = walk.demo.cloud;
    if (!found) throw new Error("It is not connected");
    return found;
  };
  beforeEach(() => cloud().proxy.meet(undefined));

  const read = ({ blocks, text }: Pick<Message, "blocks" | "text">) => readBlocks(blocks ?? [], text);
  /** A message that stands, once it reads so. */
  const becomes = ({ channel, ts }: Message, words: RegExp): Promise<Message> =>
    walk.demo.slack.waitFor(
      () =>
        walk.demo.slack
          .messages(channel)
          .filter((one) => one.ts === ts)
          .find((one) => words.test(read(one))),
      { timeoutMs: 60_000, what: `a message that becomes like ${words}` },
    );
  const tells = async (who: string, note: Message, button: string, told: RegExp) => {
    await walk.stage.clicks(who, note, button);
    await walk.stage.isTold(who, told);
  };
  const there = async (apiId: string) =>
    (await cloud().accounts()).find((one) => one.apiId.toLowerCase() === apiId);
  const here = (apiIdKey: string) => walk.demo.app.db.account.findUnique({ where: { apiIdKey } });

  /** Somebody asks for it while the cloud refuses all. Returns its card and the note of it. */
  async function refused(line: string, who = "olivia"): Promise<{ card: Message; note: Message }> {
    cloud().proxy.meet("refusing");
    await walk.stage.types(who, line);
    const note = await walk.stage.sees({ inThread: true }, refusedNote);
    const card = await walk.stage.sees({}, /In Cyclr: not done: Cyclr's cloud answers 400/);
    return { card, note };
  }

  test("Retry is for those who manage Accounts; it fails again while the cloud refuses, and then is done once", async () => {
    const { card, note } = await refused("/cyclr account-settings initech name Initech One");
    for (const who of ["ed", "vera", "nora"]) await tells(who, note, "Retry", /“accounts: manage”/);
    await walk.stage.clicks("sam", note, "Retry");
    await walk.stage.isTold("sam", /Console User/);
    expect(cloud().proxy.calls.filter(({ method }) => method === "PUT")).toHaveLength(1);
    await tells("mona", note, "Retry", /tried again/);
    await walk.demo.slack.waitFor(
      () => cloud().proxy.calls.filter(({ method }) => method === "PUT").length === 2 || undefined,
      { timeoutMs: 60_000, what: "a second try" },
    );
    const again = await becomes(note, refusedNote);
    cloud().proxy.meet(undefined);
    await tells("mona", again, "Retry", /tried again/);
    await becomes(card, /In Cyclr: done/);
    const done = await becomes(note, /Done in Cyclr's cloud/);
    expect(read(done)).not.toContain("[Retry]");
    expect((await there("initech"))?.name).toBe("Initech One");
  });

  test("of two who press Retry at the same moment one is told that the other was faster", async () => {
    const { card, note } = await refused("/cyclr account-settings initech name Initech Two");
    cloud().proxy.meet(undefined);
    await Promise.all([walk.stage.clicks("olivia", note, "Retry"), walk.stage.clicks("mona", note, "Retry")]);
    await becomes(card, /In Cyclr: done/);
    const heard = () =>
      ["olivia", "mona"].map((who) =>
        read(walk.demo.slack.ephemerals(walk.demo.people[who] ?? "").at(-1) ?? { text: "" }),
      );
    const won = /It is tried again/;
    const lost = /was faster|is done there already/;
    await until(() => heard().some((one) => won.test(one)) && heard().some((one) => lost.test(one)));
    expect((await there("initech"))?.name).toBe("Initech Two");
  });

  test("By hand, then Done: the card says who says so, and nothing is called", async () => {
    const { card, note } = await refused("/cyclr account-settings initech name Initech Three");
    await tells("ed", note, "By hand", /“accounts: manage”/);
    await tells("mona", note, "By hand", /what to do in the Console/);
    const step = await becomes(
      note,
      /To be done by hand[\s\S]*Accounts > Account Management[\s\S]*“Initech Three”[\s\S]*\[Done\] \[Cannot be done\]/,
    );
    await becomes(card, /In Cyclr: not done, as far as is known: somebody is asked to do it by hand/);
    await walk.stage.types("mona", "/cyclr requests waiting");
    await walk.stage.isTold("mona", /initech[\s\S]*Console/i);
    await tells("vera", step, "Done", /“accounts: manage”/);
    const calls = cloud().proxy.calls.length;
    await tells("olivia", step, "Done", /Recorded as done, in your name/);
    await becomes(card, /In Cyclr: done by hand, says Olivia Reyes/);
    expect(
      cloud()
        .proxy.calls.slice(calls)
        .filter(({ method }) => method !== "GET"),
    ).toEqual([]);
  });

  test("Cannot be done asks why, and opens it again for those who decide", async () => {
    const { card, note } = await refused("/cyclr account-settings initech name Initech Four");
    await tells("olivia", note, "By hand", /what to do in the Console/);
    const step = await becomes(note, /\[Cannot be done\]/);
    await walk.stage.clicks("ed", step, "Cannot be done");
    await walk.stage.seesForm("ed", /“accounts: manage”/);
    await walk.stage.clicks("mona", step, "Cannot be done");
    await walk.stage.seesForm("mona", /Cannot be done[\s\S]*Why/);
    await walk.stage.submits("mona", { because: "" }, /required/);
    await walk.stage.submits("mona", { because: "the menu is grey" }, /closed/);
    const open = await becomes(
      note,
      /Mona Iversen says that it cannot be done[\s\S]*the menu is grey[\s\S]*\[Retry\]/,
    );
    await becomes(card, /In Cyclr: not done: Mona Iversen says/);
    cloud().proxy.meet(undefined);
    await tells("olivia", open, "Retry", /tried again/);
    await becomes(card, /In Cyclr: done/);
    expect((await there("initech"))?.name).toBe("Initech Four");
  });

  test("Undo here takes a name back, by a request of whoever pressed it", async () => {
    const before = (await here("initech"))?.name ?? "";
    const { card, note } = await refused("/cyclr account-settings initech name Initech Five");
    await tells("ed", note, "Undo here", /“accounts: manage”/);
    expect((await here("initech"))?.name).toBe("Initech Five");
    cloud().proxy.meet(undefined);
    await walk.stage.clicks("mona", note, "Undo here");
    await becomes(card, /In Cyclr: not done\. Mona Iversen asked to take it back here/);
    await becomes(note, /Taken back here/);
    await walk.stage.sees({}, new RegExp(`“Initech Five” becomes “${before}”`));
    expect((await here("initech"))?.name).toBe(before);
    expect((await there("initech"))?.name).toBe(before);
  });

  test("Undo here of a new Account asks before it deletes it here, and calls nothing there", async () => {
    const { card, note } = await refused('/cyclr create-account "Heron Ltd" as heron');
    cloud().proxy.meet(undefined);
    await walk.stage.clicks("mona", note, "Undo here");
    await walk.stage.isTold("mona", /Heron Ltd[\s\S]*\[Do it\]/);
    const calls = cloud().proxy.calls.length;
    await walk.stage.presses("mona", "Do it");
    await walk.stage.sees({}, /Account deleted[\s\S]*heron/);
    await becomes(card, /In Cyclr: not done\. Mona Iversen asked to take it back here/);
    expect(await here("heron")).toBeNull();
    expect(
      cloud()
        .proxy.calls.slice(calls)
        .filter(({ method }) => method !== "GET"),
    ).toEqual([]);
  });

  test("a removal is decided by those who manage users, and taken back here", async () => {
    cloud().proxy.meet("refusing");
    await walk.stage.types("olivia", "/cyclr remove-user hanna from harbour");
    await walk.stage.isTold("olivia", /\[Do it\]/);
    await walk.stage.presses("olivia", "Do it");
    const note = await walk.stage.sees({ inThread: true }, refusedNote);
    await tells("ed", note, "Undo here", /“users: manage”/);
    cloud().proxy.meet(undefined);
    await walk.stage.clicks("mona", note, "Undo here");
    await becomes(note, /Taken back here/);
    await walk.stage.sees({}, /hanna[\s\S]*Harbour Foods/);
    const isMember = { user: { usernameKey: "hanna" }, account: { apiIdKey: "harbour" } };
    await until(async () => (await walk.demo.app.db.membership.count({ where: isMember })) === 1);
    expect((await there("harbour"))?.members).toEqual(["hanna"]);
  });
});
