import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf, silent } from "./bolt-fixture.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
beforeEach(async () => {
  fixture = await startWorkspace();
});
afterEach(() => fixture.slack.close());

const post = (text = "Hello") => errorOf(fixture.client.chat.postMessage({ channel: fixture.general, text }));
const texts = () => fixture.slack.messages(fixture.general).map((message) => message.text);
const dropped = "A request error occurred: fetch failed";

describe("a dropped connection", () => {
  it("loses the answer, not the message, when it drops after Slack took it", async () => {
    fixture.slack.faults.inject({ method: "chat.postMessage", kind: "drop_after_accept" });
    expect(await post("kept")).toBe(dropped);
    expect(texts()).toEqual(["kept"]);
    expect(fixture.slack.calls).toMatchObject([{ method: "chat.postMessage", status: 200 }]);
  });

  it("makes a client that tries again post twice", async () => {
    const { slack, general } = fixture;
    slack.faults.inject({ method: "chat.postMessage", kind: "drop_after_accept" });
    const retryConfig = { retries: 1, minTimeout: 1, maxTimeout: 1 };
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig, logger: silent });
    await client.chat.postMessage({ channel: general, text: "twice" });
    expect(texts()).toEqual(["twice", "twice"]);
  });

  it("loses both when it drops before", async () => {
    fixture.slack.faults.inject({ method: "chat.postMessage", kind: "drop_before_accept" });
    expect(await post("lost")).toBe(dropped);
    expect(texts()).toEqual([]);
    expect(fixture.slack.calls).toMatchObject([{ method: "chat.postMessage", status: 0 }]);
  });
});

describe("a slow answer", () => {
  it("comes too late for a client that waits less", async () => {
    const { slack, general } = fixture;
    slack.faults.inject({ method: "chat.postMessage", kind: "slow", ms: 300, accepted: true });
    const impatient = new WebClient(slack.botToken, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      timeout: 50,
      logger: silent,
    });
    expect(await errorOf(impatient.chat.postMessage({ channel: general, text: "late" }))).not.toBe("ok");
    expect(texts()).toEqual(["late"]);
  });

  it("comes in the end to one that waits", async () => {
    fixture.slack.faults.inject({ method: "chat.postMessage", kind: "slow", ms: 100 });
    const started = performance.now();
    expect(await post()).toBe("ok");
    expect(performance.now() - started).toBeGreaterThan(95);
  });
});

describe("an injected answer", () => {
  it.each([
    [{ kind: "status" as const, status: 503 }, "An HTTP protocol error occurred: statusCode = 503"],
    [{ kind: "error" as const, error: "account_inactive" }, "account_inactive"],
    [{ kind: "error" as const }, "fatal_error"],
    [{ kind: "rate_limited" as const, retryAfter: 7 }, "wait 7 s"],
  ])("%o is seen as %s, and nothing is posted", async (fault, seen) => {
    fixture.slack.faults.inject({ method: "chat.postMessage", ...fault });
    expect(await post()).toBe(seen);
    expect(texts()).toEqual([]);
    expect(await post()).toBe("ok");
  });

  it("may hide that the message was posted", async () => {
    fixture.slack.faults.inject({ method: "chat.postMessage", kind: "status", accepted: true });
    expect(await post("there")).toContain("500");
    expect(texts()).toEqual(["there"]);
  });

  it("is given so many times, to the calls it is meant for, until it is cleared", async () => {
    const { slack, client, general } = fixture;
    const when = (args: Record<string, unknown>) => args["channel"] === general;
    slack.faults.inject({ method: /^chat\./, kind: "error", error: "internal_error", times: 2, when });
    const other = slack.addChannel({ name: "other", members: [] }).id;
    const elsewhere = errorOf(client.chat.postMessage({ channel: other, text: "x" }));
    expect([await elsewhere, await errorOf(client.auth.test())]).toEqual(["ok", "ok"]);
    expect([await post(), await post(), await post()]).toEqual(["internal_error", "internal_error", "ok"]);
    slack.faults.inject({ method: "chat.postMessage", kind: "error", times: 9 });
    slack.faults.clear();
    expect(await post()).toBe("ok");
  });
});
