import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createChat } from "../../src/core/adapters/slack-chat.ts";
import type { Chat } from "../../src/core/kernel/chat/chat.ts";
import type { SlackOptions, SlackSandbox } from "../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";

let slack: SlackSandbox;
let chat: Chat;
let ann: string;

async function open(options: Partial<SlackOptions> = {}): Promise<void> {
  slack = await startSlack({ delivery: { mode: "http" }, ...options });
  chat = createChat(slack);
  ann = slack.addUser({ name: "ann", email: "ann@partner.example" }).id;
}
beforeEach(() => open());
afterEach(() => slack.close());

const file = { name: "users.csv", content: "name\r\nZoë ✨\r\n", comment: "1 row <!channel>" };

describe("a file for one person", () => {
  test("arrives whole in their direct messages, with a comment that is no markup", async () => {
    await chat.sendFile(ann, file);
    const [message] = slack.directMessages(ann);
    expect(message).toMatchObject({ text: "1 row &lt;!channel&gt;", files: [{ mimetype: "text/csv" }] });
    expect(slack.files()).toMatchObject([{ name: "users.csv", channel: slack.openDirect(ann).id }]);
    expect(slack.files()[0]?.content?.toString("utf8")).toBe(file.content);
  });

  test.each([
    ["files.getUploadURLExternal", true],
    ["files.completeUploadExternal", true],
    ["conversations.open", true],
  ])("that %s does not take is ExternalError, and nothing is shared", async (method, retryable) => {
    slack.faults.inject({ method, kind: "status", status: 503 });
    await expect(chat.sendFile(ann, file)).rejects.toMatchObject({ name: "ExternalError", retryable });
    expect(slack.directMessages(ann)).toEqual([]);
  });

  test("is ExternalError that passes where the app has no scope for files", async () => {
    await slack.close();
    await open({ scopes: ["chat:write", "im:write"] });
    await expect(chat.sendFile(ann, file)).rejects.toMatchObject({
      reason: "missing_scope",
      retryable: true,
    });
  });
});

describe("a file that somebody chose in a form", () => {
  const upload = (content: string) => slack.upload({ userId: ann, name: "list.csv", content });
  const read = (id: string, bytesAtMost = 100, uploadedBy = ann) =>
    chat.readFile(id, { uploadedBy, bytesAtMost });

  test("is read whole, and not where it is too large", async () => {
    const { id } = upload("zoë@acme.example");
    const whole = await read(id);
    expect([whole.name, whole.size, whole.content?.toString("utf8")]).toEqual([
      "list.csv",
      17,
      "zoë@acme.example",
    ]);
    expect(await read(id, 16)).toEqual({ name: "list.csv", size: 17, content: undefined });
  });

  test("is not even fetched where somebody else uploaded it", async () => {
    const { id } = upload("the salaries of everybody");
    const bob = slack.addUser({ name: "bob", email: "bob@partner.example" }).id;
    const before = slack.calls.length;
    for (const other of [bob, ""])
      expect(await read(id, 100, other)).toEqual({ name: "", size: 0, isForeign: true, content: undefined });
    expect(slack.calls.slice(before).map(({ method }) => method)).toEqual(["files.info", "files.info"]);
  });

  test("is ExternalError that passes where the app has no scope for it, or Slack is away", async () => {
    const { id } = upload("x");
    slack.faults.inject({ method: "files.info", kind: "status", status: 503 });
    await expect(read(id)).rejects.toMatchObject({ retryable: true });
    slack.scopes.delete("files:read");
    await expect(read(id)).rejects.toMatchObject({ reason: "missing_scope", retryable: true });
  });
});
