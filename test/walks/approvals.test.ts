import process from "node:process";
import { describe, expect, test } from "vitest";
import { readView } from "../../src/sandbox/slack/read-message.ts";
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
    await stage.isTold("ed", /nothing is done[\s\S]*it needs one approval/);
    await stage.types("ed", "/cyclr grant-admin hanna on harbour because she closes the books");
    await stage.isTold("ed", /Sent for approval/);
    const note = await stage.sees({ inThread: true }, /This needs approval[\s\S]*she closes the books/);
    expect(JSON.stringify(note.blocks)).toContain(idOf("mona"));
    expect(JSON.stringify(note.blocks)).not.toContain(idOf("vera"));
    const values = JSON.stringify(note.blocks).match(/"value":"([^"]*)"/g);
    const { id } = await walk.demo.app.db.request.findFirstOrThrow();
    expect(new Set(values)).toEqual(new Set([`"value":"${id}"`]));
    for (const [who, words] of [
      ["ed", /Nobody approves their own request/],
      ["vera", /“users: manage”, which you do not have/],
      ["sam", /not a Console User/],
    ] as const) {
      await stage.clicks(who, note, "Approve");
      await stage.isTold(who, words);
    }
    await stage.clicks("mona", note, "Cancel");
    await stage.isTold("mona", /for the one who asked/);
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

  test(
    "two who approve at the same moment: one grant, one card, one polite loser, each time",
    async () => {
      const race = await approvalRace(walk.demo, roundsIn(process.env));
      expect(race.faults).toEqual([]);
    },
    60_000 + roundsIn(process.env) * 5_000,
  );
});
