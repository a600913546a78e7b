import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { ZodError } from "zod";
import { findProjectRoot } from "../../core/adapters/migrations/require-session.ts";
import type { Demo } from "../demo/console-commands.ts";
import { orders } from "./orders.ts";
import { screenOf, watchScreen } from "./screen.ts";
import { createStoryPlayer, type StoryPlayer } from "./story-player.ts";
import { createSwitchboard, type Switchboard } from "./switchboard.ts";
import type { News } from "./wire.ts";

export interface WorkspacePage {
  /** http://127.0.0.1:port/ */
  url: string;
  stop(): Promise<void>;
}

/** Where `npm run build` puts the page's script and style. */
const assets = path.join(findProjectRoot(), "dist/sandbox/browser/assets");

const served: Record<string, string> = {
  "main.js": "text/javascript; charset=utf-8",
  "style.css": "text/css; charset=utf-8",
};

// A connection that is gone is noticed by what is sent into it.
const heartbeatMs = 15_000;

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The demo, and what the page has besides. */
type Shown = Demo & { story: StoryPlayer; switchboard: Switchboard };

/** A mail runs nothing and loads nothing; its links open a page of their own. */
const mailSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** Serves a workspace to look at and to act in, on this machine alone, to its own page alone. */
export async function startWorkspacePage(given: Demo): Promise<WorkspacePage> {
  const demo: Shown = { ...given, story: createStoryPlayer(given), switchboard: createSwitchboard(given) };
  const token = randomBytes(32).toString("hex");
  const closing = new AbortController();
  const app = new Hono();
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  guard(app, host, token);
  routes(app, demo, token, closing.signal);
  return {
    url: `http://${host}/`,
    async stop() {
      demo.story.stop();
      closing.abort();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A name that another site made point here is refused, and so is all that another site's page may send. */
function guard(app: Hono, host: string, token: string): void {
  app.use(async (c, next) => {
    if (c.req.header("host") !== host) return c.text("This page has another address.", 421);
    await next();
    if (!c.res.headers.has("content-security-policy"))
      c.header("content-security-policy", contentSecurityPolicy);
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    c.header("cross-origin-opener-policy", "same-origin");
    c.header("cross-origin-resource-policy", "same-origin");
    c.header("cache-control", "no-store");
  });
  app.use("/orders/*", async (c, next) => {
    const mine = isToken(c.req.header("x-page-token"), token) && c.req.header("origin") === `http://${host}`;
    if (!mine) return c.json({ error: "Only this page gives orders here. Reload it." }, 403);
    await next();
  });
  app.on("GET", ["/news", "/mails/*", "/files/*"], async (c, next) => {
    if (!isToken(c.req.query("token"), token)) return c.text("Reload the page.", 403);
    await next();
  });
}

function isToken(given: string | undefined, token: string): boolean {
  const [one, other] = [Buffer.from(given ?? ""), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function routes(app: Hono, demo: Shown, token: string, closing: AbortSignal): void {
  app.get("/", (c) => c.html(pageWith(token, demo)));
  app.get("/assets/:name", async (c) => {
    const type = served[c.req.param("name")];
    if (!type) return c.notFound();
    return c.body(await readFile(path.join(assets, c.req.param("name"))), 200, { "content-type": type });
  });
  app.get("/news", (c) => {
    const userId = ownOf(demo.people, c.req.query("as"));
    return userId ? tellNews(c, demo, userId, closing) : c.text("Nobody here is called that.", 404);
  });
  app.get("/files/:id", (c) => {
    const file = demo.slack.files().find(({ id }) => id === c.req.param("id"));
    if (!file?.content) return c.notFound();
    const name = encodeURIComponent(file.name);
    return c.body(new Uint8Array(file.content), 200, {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${name}`,
    });
  });
  app.get("/mails/:id", (c) => {
    const mail = demo.mailbox.mails()[Number(c.req.param("id"))];
    if (!mail) return c.notFound();
    return c.html(`<base target="_blank">${mail.html}`, 200, {
      "content-security-policy": mailSecurityPolicy,
    });
  });
  app.post("/orders/:name", async (c) => {
    const order = ownOf(orders, c.req.param("name"));
    const userId = ownOf(demo.people, c.req.header("x-act-as"));
    if (!order || !userId) return c.json({ error: "There is no such order." }, 404);
    try {
      return c.json((await order.run(demo, userId, await c.req.json())) as object);
    } catch (error) {
      // What Slack's own client would not let happen, or an app that did not answer.
      const text = error instanceof ZodError ? "This order is malformed." : undefined;
      return c.json({ error: text ?? (error instanceof Error ? error.message : String(error)) }, 409);
    }
  });
}

function ownOf<Value>(table: Record<string, Value>, name = ""): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function tellNews(c: Context, demo: Shown, userId: string, closing: AbortSignal): Response {
  return streamSSE(c, async (stream) => {
    // In the order in which things happened, each written before the next.
    let written = Promise.resolve();
    const tell = (news: News[]): void => {
      const data = JSON.stringify(news);
      written = written.then(() => stream.writeSSE({ data }));
    };
    const watch = watchScreen(demo, userId, tell);
    tell([{ kind: "screen", screen: screenOf(demo, userId) }]);
    const beat = (): void => {
      written = written.then(() => stream.writeSSE({ event: "beat", data: "" }));
    };
    const heart = setInterval(beat, heartbeatMs);
    await new Promise<void>((resolve) => {
      const end = (): void => {
        closing.removeEventListener("abort", end);
        resolve();
      };
      stream.onAbort(end);
      closing.addEventListener("abort", end);
    });
    clearInterval(heart);
    watch.end();
  });
}

function pageWith(token: string, { slack, people }: Demo): string {
  const [first = ""] = Object.keys(people);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="page-token" content="${token}">
<meta name="act-as" content="${people["ed"] ? "ed" : first}">
<title>${slack.team.name}: a workspace to try</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%232f5d62'/%3E%3Cpath d='M4 8.5 7 11l5-6' fill='none' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/assets/style.css">
<script type="module" src="/assets/main.js"></script>
</head>
<body><noscript>This workspace needs JavaScript. The terminal prompt does not: npm run demo -- --prompt</noscript></body>
</html>
`;
}
