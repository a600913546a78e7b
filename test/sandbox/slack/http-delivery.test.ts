import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actions, button } from "./block-samples.ts";
import { startBolt, type Fixture } from "./bolt-fixture.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

const now = () => Math.floor(Date.now() / 1000);

describe("a signed request", () => {
  let fixture: Fixture;
  const heard: string[] = [];
  beforeEach(async () => {
    heard.length = 0;
    fixture = await startBolt("http", (app) => {
      app.command("/cyclr", async ({ ack, command }) => {
        heard.push(command.text);
        await ack();
      });
    });
  });
  afterEach(() => fixture.stop());

  const body = "command=%2Fcyclr&text=raw&channel_id=C0&user_id=U0";
  const type = { "content-type": "application/x-www-form-urlencoded" };

  it("is heard by the app when its signature is right", async () => {
    const { slack } = fixture;
    const answer = await slack.deliverRaw(body, { ...type, ...slack.sign(body) });
    expect([answer.status, heard]).toEqual([200, ["raw"]]);
  });

  it.each([
    ["another body", () => fixture.slack.sign(`${body}x`)],
    ["another secret", () => ({ ...fixture.slack.sign(body), "x-slack-signature": `v0=${"0".repeat(64)}` })],
    ["a moment ten minutes ago", () => fixture.slack.sign(body, now() - 600)],
    ["no signature", () => ({})],
  ])("is refused by the app when it is signed for %s", async (_name, headers) => {
    const answer = await fixture.slack.deliverRaw(body, { ...type, ...headers() });
    expect([answer.status, heard]).toEqual([401, []]);
  });
});

describe("an app over HTTP", () => {
  let fixture: WorkspaceFixture;
  let server: Server;
  let status = 200;
  let answers = true;
  let retries: unknown[] = [];
  beforeEach(async () => {
    [status, answers, retries] = [200, true, []];
    server = createServer((request, response) => {
      request.resume();
      retries.push(request.headers["x-slack-retry-num"]);
      if (answers) response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    fixture = await startWorkspace({ delivery: { mode: "http", url: `http://127.0.0.1:${port}/` } });
    fixture.slack.limits.eventRetriesMs = [0, 1, 1];
  });
  afterEach(async () => {
    await fixture.slack.close();
    server.closeAllConnections();
    server.close();
  });

  const command = () =>
    fixture.slack.runCommand({ userId: fixture.alice, channelId: fixture.general, text: "" });

  it("that answers with a fault has not taken the command, and the person is told", async () => {
    status = 500;
    expect(await command()).toMatchObject({
      acknowledged: false,
      status: 500,
      error: "dispatch_failed",
      notice: '/cyclr failed with the error "dispatch_failed"',
    });
  });

  it("that says nothing has not taken the command or the button in time", async () => {
    answers = false;
    fixture.slack.limits.ackMs = 100;
    const { slack, client, alice, general } = fixture;
    expect(await command()).toMatchObject({
      acknowledged: false,
      status: 0,
      error: "operation_timeout",
      notice: '/cyclr failed with the error "operation_timeout"',
    });
    const blocks = [actions(button({ action_id: "go" }))] as never;
    const { ts } = await client.chat.postMessage({ channel: general, text: "Please", blocks });
    const clicked = await slack.click({ userId: alice, channelId: general, ts: String(ts), actionId: "go" });
    expect(clicked).toMatchObject({ acknowledged: false, error: "operation_timeout" });
    expect(retries).toHaveLength(2);
  });

  it("gets an event again until it takes it, three times at most", async () => {
    status = 503;
    const outcome = await fixture.slack.openHome(fixture.alice);
    expect(outcome).toMatchObject({ delivered: false, attempts: 4, error: "dispatch_failed" });
    expect(retries).toEqual([undefined, "1", "2", "3"]);
    status = 200;
    expect(await fixture.slack.openHome(fixture.alice)).toMatchObject({ delivered: true, attempts: 1 });
  });

  it("hears nothing from somebody who is deactivated, or in an archived channel", async () => {
    fixture.slack.updateChannel(fixture.general, { isArchived: true });
    expect((await command()).error).toBe("is_archived");
    fixture.slack.updateUser(fixture.alice, { deleted: true });
    expect((await command()).error).toBe("account_inactive");
    expect(retries).toEqual([]);
  });
});
