import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "./bolt-fixture.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
beforeEach(async () => {
  fixture = await startWorkspace();
});
afterEach(() => fixture.slack.close());

const csv = { file: Buffer.from("a,b\n1,2\n"), filename: "members.csv", title: "Members" };

describe("an uploaded file", () => {
  it("is shared in the channel, and read back with the bot's token only", async () => {
    const { slack, client, general } = fixture;
    await client.filesUploadV2({ ...csv, channel_id: general, initial_comment: "Here" });
    expect(slack.files()).toMatchObject([{ name: "members.csv", title: "Members", channel: general }]);
    expect(slack.messages(general)).toMatchObject([{ text: "Here", files: [{ mimetype: "text/csv" }] }]);
    const url = String(slack.messages(general)[0]?.files?.[0]?.["url_private"]);
    const read = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } });
    expect(await read.text()).toBe("a,b\n1,2\n");
    expect((await fetch(url)).status).toBe(404);
  });

  it("is shared nowhere when the channel or the thread is not there", async () => {
    const { slack, client, general } = fixture;
    expect(await errorOf(client.filesUploadV2({ ...csv, channel_id: "C0NOWHERE" }))).toBe(
      "channel_not_found",
    );
    const threaded = { ...csv, channel_id: general, thread_ts: "1.000001" };
    expect(await errorOf(client.filesUploadV2(threaded))).toBe("thread_not_found");
    expect(slack.files().map((file) => file.channel)).toEqual([undefined, undefined]);
    expect(slack.messages(general)).toEqual([]);
  });

  it("is known only once its bytes have arrived, all of them", async () => {
    const { client } = fixture;
    const promised = await client.files.getUploadURLExternal({ filename: "a.txt", length: 3 });
    const files: [{ id: string }] = [{ id: String(promised.file_id) }];
    expect(await errorOf(client.files.completeUploadExternal({ files }))).toBe("file_not_found");
    const short = await fetch(String(promised.upload_url), { method: "POST", body: "ab" });
    expect(short.status).toBe(400);
  });
});

describe("a file input", () => {
  const element = { type: "file_input", action_id: "file", filetypes: ["csv"], max_files: 1 } as const;
  const block = (given: object = {}) => ({
    type: "input" as const,
    block_id: "file",
    label: { type: "plain_text" as const, text: "File" },
    element: { ...element, ...given },
  });

  const open = async (given: object = {}) => {
    const { slack, client, alice, general } = fixture;
    // Nobody listens; the trigger is good all the same.
    slack.deliverTo("http://127.0.0.1:9/");
    const { triggerId = "" } = await slack.runCommand({ userId: alice, channelId: general, text: "" });
    const title = { type: "plain_text" as const, text: "Upload" };
    const submit = { type: "plain_text" as const, text: "Send" };
    const view = { type: "modal" as const, title, submit, blocks: [block(given)] };
    return client.views.open({ trigger_id: triggerId, view });
  };

  it("refuses more files than Slack takes", async () => {
    expect(await errorOf(open({ max_files: 11 }))).toBe("invalid_arguments");
  });

  it("holds what somebody uploads, of the types that it takes, and files.info tells of it", async () => {
    const { slack, client, alice: userId } = fixture;
    await open();
    const viewId = slack.views(userId).at(-1)?.id ?? "";
    const fill = (name: string) => {
      const file = slack.upload({ userId, name, content: "a,b" });
      return slack.fillView({ userId, viewId, values: { file: [file.id] } }).state.values["file"]?.["file"];
    };
    expect(() => fill("a.png")).toThrow("none of the types");
    const state = fill("a.csv");
    expect(state).toMatchObject({ type: "file_input", files: [{ name: "a.csv", user: userId, size: 3 }] });
    const [file] = slack.files().slice(-1);
    expect((await client.files.info({ file: file?.id ?? "" })).file).toMatchObject({ name: "a.csv" });
    slack.scopes.delete("files:read");
    const url = `${slack.apiUrl.replace("/api/", "/files-pri/")}${file?.id}`;
    const headers = { authorization: `Bearer ${slack.botToken}` };
    expect((await fetch(url, { headers, redirect: "manual" })).status).toBe(302);
  });
});
