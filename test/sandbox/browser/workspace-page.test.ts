import { request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../../src/bot/features.ts";
import { startWorkspacePage, type WorkspacePage } from "../../../src/sandbox/browser/start-workspace-page.ts";
import { suggest } from "../../../src/sandbox/browser/suggest.ts";
import { type Demo, startDemo } from "../../../src/sandbox/demo/console-commands.ts";
import { cloneDatabase } from "../../support/test-database.ts";

let demo: Demo;
let page: WorkspacePage;
let token = "";
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const database = await cloneDatabase();
  demo = await startDemo({ mode: "http", databaseUrl: database.url }, { LOG_LEVEL: "silent" });
  page = await startWorkspacePage(demo);
  ends.push(
    () => page.stop(),
    () => demo.stop(),
    () => database.drop(),
  );
  token = /name="page-token" content="(\w+)"/.exec(await (await fetch(page.url)).text())?.[1] ?? "";
});
afterAll(async () => {
  for (const end of ends) await end();
});

const headers = () => ({
  "x-page-token": token,
  "x-act-as": "ed",
  origin: new URL(page.url).origin,
  "content-type": "application/json",
});

function give(name: string, body: object, changed: Record<string, string> = {}): Promise<Response> {
  const sent = { ...headers(), ...changed };
  return fetch(new URL(`/orders/${name}`, page.url), {
    method: "POST",
    headers: sent,
    body: JSON.stringify(body),
  });
}

describe("the workspace's page", () => {
  test("answers to its own address alone", async () => {
    const { hostname, port } = new URL(page.url);
    const status = await new Promise((resolve, reject) => {
      const asked = request({ host: hostname, port, headers: { host: "access.evil.example" } }, (answer) => {
        void text(answer).then((body) => resolve([answer.statusCode, body]));
      });
      asked.on("error", reject).end();
    });
    expect(status).toEqual([421, "This page has another address."]);
  });

  test.each([
    ["without its token", { "x-page-token": "" }],
    ["with another token", { "x-page-token": "0".repeat(64) }],
    ["from another site", { origin: "http://evil.example" }],
    ["from another port of this machine", { origin: "http://127.0.0.1:1" }],
  ])("takes no order %s", async (_, changed) => {
    const say = { channelId: demo.channelId, text: "not me" };
    expect((await give("say", say, changed)).status).toBe(403);
    expect(demo.slack.messages(demo.channelId)).toEqual([]);
  });

  test("tells nothing without its token", async () => {
    expect((await fetch(new URL("/news?as=ed", page.url))).status).toBe(403);
    expect((await fetch(new URL("/files/F1", page.url))).status).toBe(403);
    expect((await fetch(new URL("/mails/0", page.url))).status).toBe(403);
  });

  test("knows only its own orders and people, and says what was malformed", async () => {
    expect((await give("constructor", {})).status).toBe(404);
    expect((await give("say", {}, { "x-act-as": "nobody" })).status).toBe(404);
    const malformed = await give("say", { channelId: 1 });
    expect([malformed.status, await malformed.json()]).toEqual([409, { error: "This order is malformed." }]);
  });

  test("lets nothing in from elsewhere, and is framed by nobody", async () => {
    const policy = (await fetch(page.url)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  test("shows nobody what is another person's alone", async () => {
    await give("command", { channelId: demo.channelId, text: "whoami" }, { "x-act-as": "vera" });
    const vera = demo.people["vera"] ?? "";
    await demo.slack.waitFor(() => demo.slack.ephemerals(vera).length > 0);
    expect(await firstNews("vera")).toContain("Vera Lind");
    expect(JSON.parse(await firstNews("ed"))).toMatchObject([{ kind: "screen", screen: { messages: [] } }]);
  });
});

async function firstNews(who: string): Promise<string> {
  const news = await fetch(new URL(`/news?as=${who}&token=${token}`, page.url));
  const reader = news.body?.pipeThrough(new TextDecoderStream()).getReader();
  let read = "";
  while (!read.includes("\n\n")) read += (await reader?.read())?.value ?? "";
  await reader?.cancel();
  return /^data: (.*)$/m.exec(read)?.[1] ?? "";
}

describe("what a line may go on with", () => {
  const labels = async (line: string) => (await suggest(demo.app, line)).map(({ label }) => label);

  test("is every command of the table, or those that are like what is typed", async () => {
    expect(await labels("/cyclr ")).toEqual(commands.map(({ name }) => name));
    expect(await labels("/cyclr grant")).toEqual(["grant-admin"]);
    expect((await suggest(demo.app, "/cy"))[0]?.line).toBe("/cyclr ");
    expect(await labels("Good morning")).toEqual([]);
  });

  test("is then what the command's usage writes next: its words, Accounts and user IDs", async () => {
    expect(await labels("/cyclr users har")).toContain("harbour");
    expect(await labels("/cyclr grant-admin ha")).toContain("hanna");
    expect((await suggest(demo.app, "/cyclr grant-admin hanna o"))[0]?.line).toBe(
      "/cyclr grant-admin hanna on ",
    );
    expect(await labels("/cyclr grant-admin hanna on har")).toContain("harbour");
  });

  test("is an option where one begins, and --plan only where something would change", async () => {
    expect(await labels("/cyclr suspend harbour --")).toContain("--plan");
    expect(await labels("/cyclr users harbour --")).toEqual(["--help"]);
  });
});
