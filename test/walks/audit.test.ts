import { describe, expect, test } from "vitest";
import { verifyAudit } from "../../src/core/audit/verify-audit.ts";
import { startWalk } from "../support/walk.ts";

describe("/cyclr audit", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const types = (who: string, text: string) => walk.stage.types(who, `/cyclr ${text}`);

  test("tells who did what, newest first, of an Account and of a User", async () => {
    await types("ed", "grant-admin hanna on harbour");
    await walk.stage.sees({}, /Administrator granted/);
    await types("ed", "audit harbour");
    await walk.stage.isTold(
      "ed",
      /Audit of Harbour Foods \(harbour\)[\s\S]*Ed Quinn \(a job\) · finished the request for Administrator of Harbour[\s\S]*granted Administrator of Harbour Foods \(harbour\) to hanna ·[\s\S]*\(Slack\) · asked for Administrator of Harbour/,
    );
    await types("ed", "audit user HANNA");
    await walk.stage.isTold("ed", /Audit of hanna[\s\S]*granted Administrator/);
    await types("ed", "audit console-user ed@northwind.example");
    await walk.stage.isTold("ed", /Audit of Ed Quinn[\s\S]*linked a Slack user/);
    expect(walk.transcript.join("\n")).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  test("pages with a button", async () => {
    const entry = { actorKind: "system", actorName: "cyclr-access", surface: "job", action: "tested" };
    const tests = Array.from({ length: 100 }, (_, at) => ({
      ...entry,
      subjectKind: "test",
      subjectName: `${at}`,
    }));
    await walk.demo.app.db.auditEvent.createMany({ data: tests });
    await types("ed", "audit");
    await walk.stage.isTold("ed", /^[\s\S]*Audit\n[\s\S]*\[Next page\]/);
    const { slack, people } = walk.demo;
    const first = slack.ephemerals(people["ed"] ?? "").at(-1)?.text;
    await walk.stage.presses("ed", "Next page");
    const last = () => slack.ephemerals(people["ed"] ?? "").at(-1)?.text;
    expect(await slack.waitFor(() => last()?.startsWith("Audit") && last() !== first)).toBe(true);
  });

  test("names are harmless in it, and the words of nobody are said to be", async () => {
    const evil = "<!channel> *Evil* <https://evil.example|Ltd>";
    const account = await walk.demo.app.db.account.findUniqueOrThrow({ where: { apiIdKey: "cedar" } });
    await walk.demo.app.db.account.update({ where: { id: account.id }, data: { name: evil } });
    await types("ed", "audit cedar");
    await walk.stage.isTold("ed", /Nothing was recorded/);
    await types("ed", "invite new@cedar.example to cedar");
    await walk.stage.isTold("ed", /Queued/);
    await types("ed", "audit cedar");
    await walk.stage.isTold("ed", /asked for the invitation of new@cedar/);
    const { slack, people } = walk.demo;
    const told = JSON.stringify(slack.ephemerals(people["ed"] ?? "").at(-1));
    expect(told).toContain("&lt;!channel&gt;");
    expect(told).not.toMatch(/"mrkdwn","text":"[^"]*<!channel>/);
    await types("ed", "audit <!everyone>");
    await walk.stage.isTold("ed", /is or was called/);
  });

  test("refuses whoever lacks audit: view, before any name is looked up, and records that", async () => {
    for (const text of ["audit", "audit hanna", "audit nobody-at-all", "audit --export csv"]) {
      await types("vera", text);
      await walk.stage.isTold("vera", /“audit: view”, which you do not have/);
    }
    await types("ed", "audit console-user vera@northwind.example");
    await walk.stage.isTold("ed", /was refused “audit”: “audit: view” is missing/);
    expect(await walk.demo.app.db.auditEvent.count({ where: { action: "refused" } })).toBe(4);
  });

  test("--export csv sends a file to the caller alone", async () => {
    await types("ed", "audit harbour --export csv");
    await walk.stage.isTold("ed", /Sent to you as a file/);
    const { slack, people } = walk.demo;
    expect(slack.directMessages(people["ed"] ?? "").at(-1)?.text).toMatch(/Audit of Harbour Foods/);
    expect(slack.directMessages(people["olivia"] ?? "")).toEqual([]);
    expect(slack.files()).toHaveLength(1);
    expect(JSON.stringify(slack.files()[0])).toMatch(/audit-[\d-]+\.csv/);
  });

  test("and the chain of all that was done holds", async () => {
    expect((await verifyAudit(walk.demo.app.db)).broken).toBeUndefined();
  });
});
