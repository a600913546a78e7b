import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alert, input, letters, plain, section, select, table, times, type Sample } from "./block-samples.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
beforeAll(async () => {
  // Nobody listens there: a command that fails leaves a trigger all the same.
  fixture = await startWorkspace({ delivery: { mode: "http", url: "http://127.0.0.1:1/" } });
  fixture.slack.limits.tiers = false;
});
afterAll(() => fixture.slack.close());

async function complaint(more: Sample): Promise<string> {
  const { slack, client, alice, general } = fixture;
  const { triggerId } = await slack.runCommand({ userId: alice, channelId: general, text: "" });
  const view = { type: "modal", title: plain("Hello"), blocks: [], ...more };
  try {
    await client.apiCall("views.open", { trigger_id: triggerId, view });
    return "ok";
  } catch (error) {
    const { data } = error as {
      data: { error: string; response_metadata?: { messages?: string[] } };
    };
    return data.response_metadata?.messages?.join("; ") ?? data.error;
  }
}

const submit = plain("Send");
const limits: [name: string, most: number, make: (length: number) => Sample, says: string][] = [
  ["letters in its title", 24, (length) => ({ title: plain(letters(length)) }), "less than 25"],
  ["letters in its submit button", 24, (length) => ({ submit: plain(letters(length)) }), "less than 25"],
  ["letters in its close button", 24, (length) => ({ close: plain(letters(length)) }), "less than 25"],
  ["letters of private_metadata", 3_000, (n) => ({ private_metadata: letters(n) }), "less than 3001"],
  ["letters in its callback_id", 255, (length) => ({ callback_id: letters(length) }), "less than 256"],
  ["letters in an alert", 200, (length) => ({ blocks: [alert(letters(length))] }), "less than 201"],
  ["blocks", 100, (count) => ({ blocks: times(count, () => section("x")) }), "no more than 100 items"],
];

const shapes: [name: string, takes: Sample, refuses: Sample, says: string][] = [
  ["a title", {}, { title: undefined }, "missing required field: title"],
  [
    "a submit button when it asks",
    { submit, blocks: [input(select())] },
    { blocks: [input(select())] },
    "submit",
  ],
  [
    "an alert of a known level",
    { blocks: [alert("x", { level: "warning" })] },
    { blocks: [alert("x", { level: "loud" })] },
    "default, info, warning, error, success",
  ],
  ["no table, which stands in messages alone", {}, { blocks: [table()] }, "unsupported type: data_table"],
  ["a known type", {}, { type: "billboard" }, "must be one of: modal"],
];

describe("a modal", () => {
  it.each(limits)("has %s up to %d", async (_name, most, make, says) => {
    expect(await complaint(make(most))).toBe("ok");
    expect(await complaint(make(most + 1))).toContain(says);
  });

  it.each(shapes)("has %s", async (_name, takes, refuses, says) => {
    expect(await complaint(takes)).toBe("ok");
    expect(await complaint(refuses)).toContain(says);
  });

  it("has an external_id that no other view has", async () => {
    const first = { external_id: "one" };
    expect(await complaint(first)).toBe("ok");
    const bob = fixture.slack.addUser({ name: "bob", email: "bob@example.com" }).id;
    const home = { type: "home" as const, blocks: [], external_id: "one" };
    const refused = fixture.client.views.publish({ user_id: bob, view: home });
    await expect(refused).rejects.toThrow("duplicate_external_id");
  });
});
