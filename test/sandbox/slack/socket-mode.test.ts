import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { clientOf, startBolt, type Fixture } from "./bolt-fixture.ts";

let fixture: Fixture;
beforeEach(async () => {
  fixture = await startBolt("socket", (app) => app.command("/cyclr", async ({ ack }) => ack("heard")));
});
afterEach(() => fixture.stop());

const command = () =>
  fixture.slack.runCommand({ userId: fixture.alice, channelId: fixture.general, text: "" });
const reconnected = () => fixture.slack.waitFor(() => fixture.slack.connections === 1);

async function connect(): Promise<{ socket: WebSocket; first: Record<string, unknown> }> {
  const { url } = await clientOf(fixture.slack, fixture.slack.appToken).apps.connections.open({});
  const socket = new WebSocket(String(url));
  const first = await new Promise<string>((resolve) => socket.once("message", (data) => resolve(text(data))));
  return { socket, first: JSON.parse(first) as Record<string, unknown> };
}

function text(data: unknown): string {
  return Buffer.isBuffer(data) ? data.toString() : "";
}

describe("a Socket Mode connection", () => {
  it("comes back after Slack asks for a refresh", async () => {
    fixture.slack.refreshSockets();
    expect(await command()).toMatchObject({ acknowledged: false, error: "dispatch_failed" });
    await reconnected();
    expect(await command()).toMatchObject({ acknowledged: true, immediate: { text: "heard" } });
  });

  it("comes back after it was cut", async () => {
    fixture.slack.dropSockets();
    await fixture.slack.waitFor(() => fixture.slack.connections === 0);
    await reconnected();
    expect(await command()).toMatchObject({ acknowledged: true });
  });

  it("is opened with a ticket that serves once", async () => {
    const { url } = await clientOf(fixture.slack, fixture.slack.appToken).apps.connections.open({});
    const first = new WebSocket(String(url));
    await new Promise((resolve) => first.once("open", resolve));
    const second = new WebSocket(String(url));
    const refused = await new Promise<Error>((resolve) => second.once("error", resolve));
    expect(refused.message).toContain("403");
    first.terminate();
  });

  it("is one of ten at most", async () => {
    const opened = [];
    for (let count = 0; count < 10; count += 1) opened.push(await connect());
    expect(opened.map(({ first }) => first["type"])).toEqual([...Array(9).fill("hello"), "disconnect"]);
    expect(opened[9]?.first).toMatchObject({ reason: "too_many_websockets" });
    opened.forEach(({ socket }) => socket.terminate());
  });

  it("gets its share of what Slack delivers, and each envelope goes to one", async () => {
    const { socket } = await connect();
    const envelopes: string[] = [];
    socket.on("message", (data) => {
      const { envelope_id } = JSON.parse(text(data)) as { envelope_id: string };
      envelopes.push(envelope_id);
      socket.send(JSON.stringify({ envelope_id, payload: { text: "other" } }));
    });
    const heard = [await command(), await command(), await command(), await command()];
    const answers = heard.map((outcome) => outcome.immediate?.["text"]);
    expect(answers.filter((answer) => answer === "other")).toHaveLength(2);
    expect(answers.filter((answer) => answer === "heard")).toHaveLength(2);
    expect(envelopes).toHaveLength(2);
    socket.terminate();
  });

  it("leaves the person waiting in vain when it is cut before the answer", async () => {
    const { slack } = fixture;
    slack.limits.ackMs = 400;
    const { socket } = await connect();
    socket.on("message", () => socket.terminate());
    const errors = [(await command()).error, (await command()).error];
    expect(new Set(errors)).toEqual(new Set([undefined, "operation_timeout"]));
  });
});
