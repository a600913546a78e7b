import { describe, expect, test } from "vitest";
import { inviteFromMessage, shortcutForms } from "../../src/bot/shortcuts.ts";
import { readBlocks, readView } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

const modes = ["http", "socket"] as const;

describe.each(modes)("Slack's own places, over %s", (mode) => {
  const walk = startWalk(
    { store: "PostgreSQL", mode },
    // Only what makes somebody Administrator needs an approval.
    { APPROVAL_POLICY: '{"rules":[{"when":"grants-administrator","approvals":1}]}' },
  );
  const me = (who: string) => walk.demo.people[who] ?? "";
  const top = (who: string) => walk.demo.slack.views(me(who)).at(-1);
  const sees = (who: string, words: RegExp) =>
    walk.demo.slack.waitFor(() => {
      const view = top(who);
      return view && words.test(readView(view)) ? view : undefined;
    });
  const close = async (who: string) => {
    for (const { id } of walk.demo.slack.views(me(who)))
      await walk.demo.slack.closeView({ userId: me(who), viewId: id });
  };
  const run = async (who: string, callbackId: string, inputs: Record<string, unknown>) => {
    const { executionId } = await walk.demo.slack.runStep({
      callbackId,
      inputs: { requester: { id: me(who), secret: "s" }, channel: walk.demo.channelId, ...inputs },
    });
    return walk.demo.slack.waitFor(() => {
      const step = walk.demo.slack.step(executionId);
      return step?.state === "running" ? undefined : step;
    });
  };

  test.each(Object.entries(shortcutForms))(
    "the shortcut %s opens its form",
    async (callbackId, { title }) => {
      await walk.demo.slack.runShortcut({ userId: me("olivia"), callbackId });
      const view = await sees("olivia", new RegExp(`^${title}(?![\\s\\S]*One moment)`));
      expect(view.callback_id).toBe(callbackId.replace("form-", ""));
      await close("olivia");
    },
  );

  test("a form from a shortcut does what its command does, for those alone who may", async () => {
    const { slack } = walk.demo;
    await slack.runShortcut({ userId: me("vera"), callbackId: "form-invite" });
    await sees("vera", /needs the Console permission “users: edit”/);
    await close("vera");
    await slack.runShortcut({ userId: me("ed"), callbackId: "form-invite" });
    const { id: viewId } = await sees("ed", /Invite a user[\s\S]*E-mail/);
    const account = await walk.demo.app.db.account.findUniqueOrThrow({ where: { apiIdKey: "acme" } });
    const values = { accountId: account.id, email: "shortcut@acme.example" };
    expect(await slack.submitView({ userId: me("ed"), viewId, values })).toMatchObject({ result: "closed" });
    await slack.waitFor(() =>
      JSON.stringify(slack.directMessages(me("ed"))).includes("shortcut@acme.example"),
    );
    expect(
      (await walk.demo.mailbox.waitForMail(({ to }) => to.includes("shortcut@acme.example"))).links,
    ).not.toEqual([]);
  });

  test("the addresses of a message are invited from its menu", async () => {
    const { slack, channelId } = walk.demo;
    const text =
      "New here: Ann <mailto:ann.m@acme.example|ann.m@acme.example>, bea.m@acme.example and Ann.M@acme.example.";
    const { ts } = slack.say({ userId: me("vera"), channelId, text });
    await slack.runShortcut({ userId: me("ed"), callbackId: inviteFromMessage, message: { channelId, ts } });
    const { id: viewId, blocks } = await sees(
      "ed",
      /Invite a user[\s\S]*ann\.m@acme\.example|Ann\.M@acme\.example/,
    );
    expect(JSON.stringify(blocks)).toContain("bea.m@acme.example");
    const account = await walk.demo.app.db.account.findUniqueOrThrow({ where: { apiIdKey: "acme" } });
    await slack.submitView({ userId: me("ed"), viewId, values: { accountId: account.id } });
    await walk.stage.sees({}, /2 addresses|Invite[\s\S]*Acme Ltd/);
    await walk.demo.mailbox.waitForMail(({ to }) => to.includes("bea.m@acme.example"));
    const empty = slack.say({ userId: me("vera"), channelId, text: "Nobody new today." });
    await slack.runShortcut({
      userId: me("ed"),
      callbackId: inviteFromMessage,
      message: { channelId, ts: empty.ts },
    });
    await sees("ed", /This message holds no e-mail address/);
    await close("ed");
  });

  test("a shortcut of an earlier version is answered", async () => {
    await walk.demo.slack.runShortcut({ userId: me("ed"), callbackId: "form-gone" });
    const said = () => JSON.stringify(walk.demo.slack.directMessages(me("ed")));
    await walk.demo.slack.waitFor(() => said().includes("an earlier version"));
    expect(said()).toContain("This shortcut belongs to an earlier version");
  });

  /** Whoever built the workflow reads these, and nothing of what the Console knows. */
  const asked =
    "The app has asked the person who started this workflow. It is done only once they have said so.";
  const told =
    "Nothing was asked for. The app has told the person who started this workflow why, in a direct message.";
  const reads = (who: string, words: RegExp) =>
    walk.demo.slack.waitFor(() =>
      walk.demo.slack
        .directMessages(me(who))
        .find(({ blocks, text }) => words.test(readBlocks(blocks, text))),
    );

  /** The question that the app asks whoever started the workflow, answered by one of its buttons. */
  const answer = async (who: string, words: RegExp, button: string) => {
    const { channelId } = walk.demo;
    const message = await reads(who, words);
    const text = readBlocks(message.blocks, message.text);
    expect(text).toContain("asks for this in your name");
    expect(text).toContain(`Its card goes to #${channelId}`);
    await walk.stage.clicks(who, message, button);
  };

  test("a step does nothing before whoever clicked has said so: what a workflow asks they have not seen", async () => {
    const { db } = walk.demo.app;
    const step = await run("ed", "invite_user", { email: "tricked@acme.example", account: "Acme Ltd" });
    expect(step).toMatchObject({ state: "completed" });
    await answer("ed", /tricked@acme\.example/, "Leave it");
    expect(await db.invitation.count({ where: { emailKey: "tricked@acme.example" } })).toBe(0);
  });

  test("a step invites as the command does, once, for whoever runs the workflow", async () => {
    const step = await run("ed", "invite_user", { email: "step@acme.example", account: "Acme Ltd" });
    expect(step).toMatchObject({
      state: "completed",
      outputs: { outcome: asked },
    });
    await answer("ed", /step@acme\.example/, "Do it");
    await walk.stage.sees({}, /Invitation mailed[\s\S]*step@acme\.example/);
    await walk.demo.mailbox.waitForMail(({ to }) => to.includes("step@acme.example"));
    const again = await run("ed", "invite_user", { email: "step@acme.example", account: "acme" });
    expect(again).toMatchObject({ state: "failed", error: told });
    await reads("ed", /could not ask for what it was to ask[\s\S]*step@acme\.example/);
  });

  test("two steps at once are both asked about, though Slack takes a message a second", async () => {
    const both = ["one@acme.example", "two@acme.example"];
    const ends = await Promise.all(both.map((email) => run("ed", "invite_user", { email, account: "acme" })));
    expect(ends).toMatchObject([{ state: "completed" }, { state: "completed" }]);
    for (const email of both) await answer("ed", new RegExp(email.replace(".", "\\.")), "Leave it");
  });

  test.each([
    ["vera", { email: "x@acme.example", account: "acme" }, /Console permission “users: edit”/],
    ["sam", { email: "x@acme.example", account: "acme" }, /not a Console User/],
    ["ed", { email: "x@acme.example", account: "acmee" }, /Did you mean acme\?/],
    ["ed", { email: "nobody", account: "acme" }, /not an e-mail address/],
  ])(
    "a step that %s may not, or cannot, do fails, and the sentence is for them alone",
    async (who, inputs, words) => {
      const before = await walk.demo.app.db.request.count();
      const step = await run(who, "invite_user", inputs);
      expect(step).toMatchObject({ state: "failed", error: told });
      await reads(who, words);
      expect(await walk.demo.app.db.request.count()).toBe(before);
    },
  );

  test("a step posts no card into a direct message of somebody else's, whatever its builder has chosen", async () => {
    const inputs = { email: "private@acme.example", account: "acme", channel: me("vera") };
    await run("ed", "invite_user", inputs);
    const message = await reads("ed", /private@acme\.example/);
    expect(readBlocks(message.blocks, message.text)).toContain("Its card comes to you directly.");
    const request = await walk.demo.app.db.request.findFirstOrThrow({ orderBy: { id: "desc" } });
    const card = await walk.demo.app.db.chatMessage.findFirstOrThrow({ where: { requestId: request.id } });
    expect(card.channelId).toBe(me("ed"));
  });

  test("a step that makes somebody Administrator waits for its approval, as the command does", async () => {
    const { db } = walk.demo.app;
    const step = await run("ed", "grant_administrator", { user: "hanna", account: "harbour", length: "4h" });
    expect(step).toMatchObject({
      state: "completed",
      outputs: { outcome: asked },
    });
    await answer("ed", /hanna/, "Do it");
    await walk.demo.slack.waitFor(() =>
      JSON.stringify(walk.demo.slack.messages(walk.demo.channelId)).includes("hanna"),
    );
    const request = await db.request.findFirstOrThrow({
      where: { kind: "grant-admin" },
      orderBy: { id: "desc" },
    });
    expect(request).toMatchObject({ status: "awaitingApproval" });
    const forever = await run("ed", "grant_administrator", {
      user: "hanna",
      account: "harbour",
      length: "for ever",
    });
    expect(forever).toMatchObject({ state: "failed" });
  });
});
