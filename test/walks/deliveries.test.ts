import { describe, expect, test } from "vitest";
import { startWalk } from "../support/walk.ts";

describe("deliveries over signed HTTP", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const invitations = (email: string) => walk.demo.app.db.invitation.count({ where: { emailKey: email } });
  const requests = (email: string) =>
    walk.demo.app.db.request.count({ where: { input: { path: ["email"], equals: email } } });

  test("makes one invitation of two identical submissions at once", async () => {
    const { slack, people, channelId } = walk.demo;
    const command = { userId: people["ed"] ?? "", channelId, text: "invite twice@acme.example to acme" };
    const both = await Promise.all([slack.runCommand(command), slack.runCommand(command)]);
    expect(both.every(({ acknowledged }) => acknowledged)).toBe(true);
    const told = () =>
      slack
        .ephemerals(command.userId)
        .slice(-2)
        .map(({ text }) => text);
    await slack.waitFor(
      () => told().length === 2 && told().some((text) => text.includes("Nothing was added")),
    );
    expect(told().filter((text) => text.startsWith("Queued"))).toHaveLength(1);
    await walk.stage.sees({}, /Invitation mailed[\s\S]*twice@acme\.example/);
    expect(await requests("twice@acme.example")).toBe(1);
    expect(walk.demo.mailbox.mailsTo("twice@acme.example")).toHaveLength(1);
  });

  test("makes one invitation of one form submitted twice at once", async () => {
    const { slack, people } = walk.demo;
    await walk.stage.types("olivia", "/cyclr invite");
    const view = await walk.stage.seesForm("olivia", /Account/);
    const values = { accountId: "Acme Ltd (acme)", email: "double@acme.example" };
    const submission = { userId: people["olivia"] ?? "", viewId: view.id, values };
    const both = await Promise.all([slack.submitView(submission), slack.submitView(submission)]);
    expect(both.map(({ result }) => result).toSorted()).toContain("closed");
    await walk.stage.sees({}, /Invitation mailed[\s\S]*double@acme\.example/);
    expect(await requests("double@acme.example")).toBe(1);
    expect(await invitations("double@acme.example")).toBe(1);
  });

  test("refuses the same signed request when it is replayed", async () => {
    const { slack } = walk.demo;
    await walk.stage.types("ed", "/cyclr invite replayed@acme.example to acme");
    const { body, headers } = slack.lastDelivery ?? { body: "", headers: {} };
    const answers = await Promise.all([slack.deliverRaw(body, headers), slack.deliverRaw(body, headers)]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    await walk.stage.sees({}, /Invitation mailed[\s\S]*replayed@acme\.example/);
    expect(await requests("replayed@acme.example")).toBe(1);
  });

  test.each([
    ["dated an hour ahead", 3600],
    ["dated six minutes back", -360],
  ])("refuses a request %s, though its signature is right", async (_what, seconds) => {
    const { slack } = walk.demo;
    const body = (slack.lastDelivery?.body ?? "")
      .replaceAll("replayed", "dated")
      .replace(/trigger_id=[^&]*/, "trigger_id=9.9.x");
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const headers = { ...type, ...slack.sign(body, Math.floor(Date.now() / 1000) + seconds) };
    expect((await slack.deliverRaw(body, headers)).status).toBe(401);
    expect(await requests("dated@acme.example")).toBe(0);
  });

  test("refuses a forged signature, and does not remember it against the true one", async () => {
    const { slack } = walk.demo;
    const { body } = slack.lastDelivery ?? { body: "" };
    const forged = { "content-type": "application/x-www-form-urlencoded", ...slack.sign(`${body}x`) };
    expect((await slack.deliverRaw(body, forged)).status).toBe(401);
    const other = body.replaceAll("replayed", "after").replace(/trigger_id=[^&]*/, "trigger_id=8.8.x");
    const headers = { "content-type": "application/x-www-form-urlencoded", ...slack.sign(other) };
    expect((await slack.deliverRaw(other, headers)).status).toBe(200);
    await walk.stage.sees({}, /Invitation mailed[\s\S]*after@acme\.example/);
  });
});
