import process from "node:process";
import { describe, expect, test } from "vitest";
import { readBlocks, readView } from "../../src/sandbox/slack/read-message.ts";
import { approvalRace, raceSettings, roundsIn } from "../load/approval-race.ts";
import { startWalk } from "../support/walk.ts";

describe("approvals, on the default policy", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" }, raceSettings);
  const idOf = (who: string) => walk.demo.people[who] ?? "";
  const nameOf = (id: string) => Object.entries(walk.demo.people).find(([, one]) => one === id)?.[0];
  const homeOf = (who: string) => {
    const home = walk.demo.slack.home(idOf(who));
    return home ? readView(home, nameOf) : "";
  };
  const grants = () => walk.demo.app.db.administratorGrant.count();

  test("a reason, a mention of those who may, and a click by one of them", async () => {
    const { stage } = walk;
    // From then on Slack knows her, and she can be mentioned.
    await stage.types("mona", "/cyclr whoami");
    await stage.isTold("mona", /You are Mona Iversen/);
    await stage.types("ed", "/cyclr grant-admin hanna on harbour --plan");
    await stage.isTold("ed", /nothing is done[\s\S]*It first needs one approval/);
    await stage.types("ed", "/cyclr grant-admin hanna on harbour because she closes the books");
    await stage.isTold("ed", /Sent for approval/);
    const note = await stage.sees({ inThread: true }, /This needs approval[\s\S]*she closes the books/);
    expect(JSON.stringify(note.blocks)).toContain(idOf("mona"));
    expect(JSON.stringify(note.blocks)).not.toContain(idOf("vera"));
    const values = JSON.stringify(note.blocks).match(/"value":"([^"]*)"/g);
    const { id } = await walk.demo.app.db.request.findFirstOrThrow();
    expect(new Set(values)).toEqual(new Set([`"value":"${id}"`]));
    for (const [who, words] of [
      ["ed", /You cannot approve your own request/],
      ["vera", /“users: manage”, which you do not have/],
      ["sam", /not a Console User/],
    ] as const) {
      await stage.clicks(who, note, "Approve");
      await stage.isTold(who, words);
    }
    await stage.clicks("mona", note, "Cancel");
    await stage.isTold("mona", /only for the requester/);
    expect(await grants()).toBe(0);
    await stage.clicks("mona", note, "Approve");
    await stage.isTold("mona", /^Approved\. It runs next/);
    await stage.sees({}, /Administrator granted[\s\S]*Approved by: Mona Iversen/);
    await stage.sees({ inThread: true }, /Approved by Mona Iversen/);
    expect(await grants()).toBe(1);
  });

  test("a denial asks why, and a request is taken back by its requester", async () => {
    const { stage } = walk;
    await stage.types("ed", "/cyclr invite who@acme.example to acme as admin");
    await stage.isTold("ed", /Sent for approval/);
    const note = await stage.sees({ inThread: true }, /This needs approval[\s\S]*who@acme/);
    await stage.clicks("olivia", note, "Deny");
    await stage.seesForm("olivia", /Why/);
    await stage.submits("olivia", { reason: " " }, /errors reason: Say why/);
    await stage.submits("olivia", { reason: "Unknown to us." }, /closed/);
    await stage.sees({}, /Invitation denied[\s\S]*Denied by Olivia Reyes: “Unknown to us\.”/);
    await stage.sees({ inThread: true }, /^❌ Denied\n[^:]*: Denied by Olivia Reyes/);
    await stage.types("ed", "/cyclr invite who@acme.example to acme as admin");
    const again = await stage.sees({ inThread: true }, /This needs approval[\s\S]*who@acme/);
    await stage.clicks("ed", again, "Cancel");
    await stage.isTold("ed", /Taken back/);
    await stage.sees({}, /Invitation cancelled/);
    expect(walk.demo.mailbox.mailsTo("who@acme.example")).toEqual([]);
  });

  test("in the App Home: what waits stands there with its buttons, and is gone everywhere once decided", async () => {
    const { slack } = walk.demo;
    for (const who of ["mona", "olivia", "ed"]) await slack.openHome(idOf(who));
    await walk.stage.types("ed", "/cyclr invite home@acme.example to acme as admin because of the Home");
    const waits = /Waits for your approval[\s\S]*home@acme\.example[\s\S]*of the Home[\s\S]*\[Approve\]/;
    for (const who of ["mona", "olivia"])
      await slack.waitFor(() => waits.test(homeOf(who)), { timeoutMs: 60_000, what: `the Home of ${who}` });
    await slack.clickInView({
      userId: idOf("mona"),
      viewId: slack.home(idOf("mona"))?.id ?? "",
      actionId: "approve-request",
    });
    await walk.stage.sees({}, /Invitation mailed[\s\S]*Approved by: Mona Iversen/);
    for (const who of ["mona", "olivia", "ed"])
      await slack.waitFor(() => !/Waits for/.test(homeOf(who)), { timeoutMs: 60_000, what: `${who}'s Home` });
    expect(walk.demo.mailbox.mailsTo("home@acme.example")).toHaveLength(1);
  });

  test("a form asks for the reason, and says that it was sent for approval", async () => {
    const { stage } = walk;
    await stage.types("ed", "/cyclr invite");
    await stage.seesForm("ed", /E-mail[\s\S]*Because/);
    const values = { accountId: "Acme Ltd (acme)", email: "form@acme.example", asAdministrator: ["yes"] };
    await stage.submits("ed", { ...values, because: "the form says so" }, /updated/);
    await stage.seesForm("ed", /Sent for approval: the invitation of form@acme\.example/);
    const note = await stage.sees({ inThread: true }, /This needs approval[\s\S]*the form says so/);
    expect(note.thread_ts).toBeDefined();
  });

  test("whoever can approve and is not in the channel decides in a direct message", async () => {
    const { stage, demo } = walk;
    const everyone = Object.values(demo.people);
    demo.slack.updateChannel(demo.channelId, { members: everyone.filter((id) => id !== idOf("mona")) });
    await stage.types("ed", "/cyclr invite direct@acme.example to acme as admin because mona is away");
    await stage.isTold("ed", /Sent for approval/);
    const note = await demo.slack.waitFor(
      () =>
        demo.slack
          .directMessages(idOf("mona"))
          .find(({ blocks, text }) =>
            /needs approval[\s\S]*direct@acme/.test(readBlocks(blocks, text, nameOf)),
          ),
      { timeoutMs: 60_000, what: "mona's direct message" },
    );
    await stage.clicks("mona", note, "Approve");
    await demo.slack.waitFor(() => demo.mailbox.mailsTo("direct@acme.example").length > 0, {
      timeoutMs: 60_000,
      what: "the invitation",
    });
    expect(demo.mailbox.mailsTo("direct@acme.example")).toHaveLength(1);
    demo.slack.updateChannel(demo.channelId, { members: everyone });
  });

  test("somebody deactivated in Slack is no longer asked, as soon as Slack tells", async () => {
    const { stage, demo } = walk;
    await stage.types("ed", "/cyclr invite gone@acme.example to acme as admin");
    await stage.sees({ inThread: true }, /This needs approval[\s\S]*gone@acme[\s\S]*@mona/);
    expect(await demo.slack.changeUser(idOf("mona"), { deleted: true })).toMatchObject({ delivered: true });
    await demo.slack.waitFor(
      () =>
        demo.slack.messages(demo.channelId).some((message) => {
          const read = readBlocks(message.blocks, message.text, nameOf);
          return /needs approval[\s\S]*gone@acme/.test(read) && !read.includes("@mona");
        }),
      { timeoutMs: 60_000, what: "the note without Mona" },
    );
    await demo.slack.changeUser(idOf("mona"), { deleted: false });
  });

  test(
    "two who approve at the same moment: one grant, one card, one polite loser, each time",
    async () => {
      const race = await approvalRace(walk.demo, roundsIn(process.env));
      expect(race.faults).toEqual([]);
    },
    60_000 + roundsIn(process.env) * 5_000,
  );
});
