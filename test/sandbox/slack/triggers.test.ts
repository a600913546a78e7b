import type { ModalView } from "@slack/web-api";
import { afterEach, describe, expect, it } from "vitest";
import { clientOf, errorOf, startBolt, type Fixture } from "./bolt-fixture.ts";

const view: ModalView = {
  type: "modal",
  title: { type: "plain_text", text: "Hello" },
  blocks: [
    {
      type: "actions",
      elements: [{ type: "button", action_id: "more", text: { type: "plain_text", text: "More" } }],
    },
  ],
};

let fixture: Fixture;
let clock = Date.now();
afterEach(() => fixture.stop());

async function trigger(): Promise<string> {
  fixture = await startBolt(
    "socket",
    (app) => {
      app.command("/cyclr", async ({ ack }) => ack());
      app.action("more", async ({ ack }) => ack());
    },
    { now: () => clock },
  );
  const { slack, alice, general } = fixture;
  return String((await slack.runCommand({ userId: alice, channelId: general, text: "" })).triggerId);
}

describe("a trigger", () => {
  it("opens one modal only", async () => {
    const trigger_id = await trigger();
    const { views } = clientOf(fixture.slack);
    expect(await errorOf(views.open({ trigger_id, view }))).toBe("ok");
    expect(await errorOf(views.open({ trigger_id, view }))).toBe("exchanged_trigger_id");
    expect(await errorOf(views.open({ trigger_id: "1.2.x", view }))).toBe("invalid_trigger_id");
  });

  it("lives three seconds", async () => {
    const trigger_id = await trigger();
    clock += 3_001;
    expect(await errorOf(clientOf(fixture.slack).views.open({ trigger_id, view }))).toBe(
      "expired_trigger_id",
    );
  });

  it("stacks three modals and no more", async () => {
    const trigger_id = await trigger();
    const client = clientOf(fixture.slack);
    await client.views.open({ trigger_id, view });
    const push = async () => {
      const viewId = String(fixture.slack.views(fixture.alice).at(-1)?.id);
      const use = { userId: fixture.alice, viewId, actionId: "more" };
      const { triggerId } = await fixture.slack.clickInView(use);
      return errorOf(client.views.push({ trigger_id: triggerId, view }));
    };
    expect([await push(), await push(), await push()]).toEqual(["ok", "ok", "push_limit_reached"]);
    expect(fixture.slack.views(fixture.alice)).toHaveLength(3);
  });
});
