import { describe, expect, test } from "vitest";
import type { Message } from "../../src/sandbox/slack/model/message-log.ts";
import { readBlocks, readView } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

describe("what failed", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const idOf = (who: string) => walk.demo.people[who] ?? "";
  const read = ({ blocks, text }: Pick<Message, "blocks" | "text">) => readBlocks(blocks ?? [], text);
  const heard = (who: string) => walk.demo.slack.ephemerals(idOf(who)).map(read);
  const hears = (who: string, words: RegExp) =>
    walk.demo.slack.waitFor(() => heard(who).find((text) => words.test(text)), {
      timeoutMs: 60_000,
      what: `${who} hears ${words}`,
    });

  /** An address that the mail server refuses, and the note of it in the thread. */
  async function fails(address: string): Promise<Message> {
    walk.demo.mailbox.faults.inject({ stage: "recipient", kind: "refuse", code: 550, recipient: address });
    await walk.stage.types("ed", `/cyclr invite ${address} to acme`);
    await walk.stage.sees({}, new RegExp(`Invitation failed[\\s\\S]*${address}`));
    return walk.stage.sees({ inThread: true }, /This did not work\n[\s\S]*\[Retry\][\s\S]*\[Details\]/);
  }

  const clicks = (who: string, { channel, ts }: Message, actionId: string) =>
    walk.demo.slack.click({ userId: idOf(who), channelId: channel, ts, actionId });

  test("is tried again from its thread, once, by whoever is faster; who may not is told why", async () => {
    const note = await fails("twice@acme.example");
    await clicks("vera", note, "retry-request");
    await hears("vera", /only for the requester[\s\S]*“users: manage”/);
    await clicks("ed", note, "request-details");
    await hears("ed", /Invite user: twice@acme\.example[\s\S]*Done so far: changed what was asked for/);
    await Promise.all([clicks("ed", note, "retry-request"), clicks("olivia", note, "retry-request")]);
    await walk.stage.sees({}, /Invitation mailed[\s\S]*twice@acme\.example/);
    await walk.stage.sees({ inThread: true }, /This did not work at first\n[\s\S]*Tried again by/);
    const said = () => [...heard("ed"), ...heard("olivia")];
    await walk.demo.slack.waitFor(() => said().some((text) => /tried it again already/.test(text)), {
      timeoutMs: 60_000,
      what: "a polite loser",
    });
    expect(said().filter((text) => text.includes("Queued again"))).toHaveLength(1);
    expect(walk.demo.mailbox.mailsTo("twice@acme.example")).toHaveLength(1);
    const thread = walk.demo.slack.messages(walk.demo.channelId).find(({ ts }) => ts === note.ts);
    expect(thread && read(thread)).not.toContain("[Retry]");
  });

  test("is listed, and cancelled from the list", async () => {
    await fails("listed@acme.example");
    await walk.stage.types("ed", "/cyclr requests failed");
    await walk.stage.isTold("ed", /Requests that failed\n[\s\S]*listed@acme\.example[\s\S]*failed[\s\S]*550/);
    expect(heard("ed").at(-1)).toMatch(/\[Next page\]|\[All\] \[Mine\] \[Waiting\]/);
    await walk.stage.presses("ed", "Cancel");
    await walk.stage.isTold("ed", /Cancelled\. Nothing more is done/);
    await walk.stage.sees({}, /Invitation cancelled[\s\S]*listed@acme\.example/);
    await walk.stage.types("ed", "/cyclr requests");
    await walk.stage.isTold("ed", /Requests\n[\s\S]*cancelled[\s\S]*twice@acme\.example[\s\S]*done/);
    await walk.stage.presses("ed", "Failed");
    await walk.stage.isTold("ed", /Nothing has failed/);
    await walk.stage.types("ed", "/cyclr requests yesterday");
    await walk.stage.isTold("ed", /Unexpected word “yesterday”/);
  });

  test("waits in the App Home of those who may decide, and is tried again from there", async () => {
    const { slack } = walk.demo;
    const home = (who: string) => {
      const view = slack.home(idOf(who));
      return view ? readView(view) : "";
    };
    const seesHome = (who: string, words: RegExp) =>
      slack.waitFor(() => words.test(home(who)), { timeoutMs: 60_000, what: `${who}: a Home like ${words}` });
    for (const who of ["olivia", "vera"]) await slack.openHome(idOf(who));
    await seesHome("vera", /Vera Lind/);
    await fails("desk@acme.example");
    await seesHome("olivia", /Failed: retry or cancel\n[\s\S]*desk@acme\.example[\s\S]*\[Retry\]/);
    expect(home("vera")).not.toContain("retry or cancel");
    const viewId = slack.home(idOf("olivia"))?.id ?? "";
    await slack.clickInView({ userId: idOf("olivia"), viewId, actionId: "retry-request" });
    await walk.stage.sees({}, /Invitation mailed[\s\S]*desk@acme\.example/);
    await seesHome("olivia", /^(?![\s\S]*retry or cancel)/);
    await walk.stage.sees({ who: "olivia" }, /Queued again/);
  });
});
