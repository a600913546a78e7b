import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../src/core/app.ts";
import { readConfig } from "../../src/core/config.ts";
import type { App } from "../../src/core/context.ts";
import { definitions } from "../../src/core/kernel/metrics.ts";
import { serveHealth } from "../../src/core/answer-health.ts";
import { createWeb } from "../../src/web/create-web.ts";
import { testEnv } from "../support/test-app.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";

const token = "a-token-that-only-the-tests-use";
let database: TestDatabase;
const open: App[] = [];
beforeAll(async () => {
  database = await cloneDatabase();
});
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});
afterAll(() => database.drop());

function appWith(env: Record<string, string> = {}): App {
  const config = readConfig({ ...testEnv(database.url), LOG_LEVEL: "silent", METRICS_TOKEN: token, ...env });
  const app = createApp({ ...config, processName: "worker" });
  open.push(app);
  return app;
}

const scrape = async (app: App): Promise<string> => (await app.metrics.scrape?.text()) ?? "";
const valueOf = (text: string, series: string): number | undefined => {
  const line = text.split("\n").find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
};

describe("who may read /metrics", () => {
  test.each(["health port", "pages"])("whoever shows METRICS_TOKEN, on the %s", async (where) => {
    const app = appWith();
    const [get, close] = await server(app, where);
    expect((await get({})).status).toBe(401);
    expect((await get({ authorization: "Bearer another-token-of-that-length" })).status).toBe(401);
    expect((await get({ authorization: token })).status).toBe(401);
    const right = await get({ authorization: `Bearer ${token}` });
    expect([right.status, right.headers.get("content-type")]).toEqual([
      200,
      expect.stringContaining("text/plain"),
    ]);
    expect(await right.text()).toContain("cyclr_store_up");
    close();
  });

  test.each(["health port", "pages"])("nobody where METRICS_TOKEN is not set, on the %s", async (where) => {
    const app = appWith({ METRICS_TOKEN: "" });
    const [get, close] = await server(app, where);
    expect((await get({ authorization: "Bearer " })).status).toBe(404);
    expect(app.metrics.scrape).toBeUndefined();
    close();
  });
});

type Get = (headers: Record<string, string>) => Promise<Response>;

async function server(app: App, where: string): Promise<[Get, () => void]> {
  if (where === "pages") {
    const web = createWeb(app, { trustedProxies: 0 });
    return [async (headers) => web.request("/metrics", { headers }), () => undefined];
  }
  const health = await serveHealth(app, { port: 0, listenHost: "127.0.0.1" });
  return [(headers) => fetch(`http://127.0.0.1:${health.port}/metrics`, { headers }), () => health.close()];
}

test("every number is there, each of its HELP and TYPE once, and says which process it is from", async () => {
  const app = appWith();
  app.metrics.count("cyclr_commands_total", { command: "invite", via: "line", outcome: "done" });
  app.metrics.observe("cyclr_acknowledgement_seconds", { kind: "command" }, 0.2);
  const text = await scrape(app);
  const types = Array.from(text.matchAll(/^# TYPE (\w+)/gmu), ([, name = ""]) => name);
  expect(new Set(types).size).toBe(types.length);
  expect(Object.keys(definitions).filter((name) => !types.includes(name))).toEqual([]);
  const series = 'cyclr_commands_total{command="invite",via="line",outcome="done",process="worker"}';
  expect(valueOf(text, series)).toBe(1);
  expect(valueOf(text, 'cyclr_acknowledgement_seconds_bucket{le="3",process="worker",kind="command"}')).toBe(
    1,
  );
  expect(text).toMatch(/^bullmq_job_count\{queue="cyclr-access-requests", state="waiting"\} 0$/mu);
});

test("what the database knows is read at a scrape, and not again within 15 seconds", async () => {
  const app = appWith();
  const queued = 'cyclr_requests{state="queued",process="worker"}';
  expect(valueOf(await scrape(app), queued)).toBe(0);
  await app.db.request.create({ data: { kind: "invite-user", input: {}, status: "queued" } });
  expect(valueOf(await scrape(app), queued)).toBe(0);
  const later = await scrape(appWith());
  expect(valueOf(later, queued)).toBe(1);
  expect(valueOf(later, 'cyclr_request_oldest_seconds{state="queued",process="worker"}')).toBeLessThan(60);
});

test("with the database gone a scrape answers all the same, and shows that, and no old number", async () => {
  const app = appWith({ DATABASE_URL: "postgresql://127.0.0.1:1/none" });
  const text = await scrape(app);
  expect(valueOf(text, 'cyclr_store_up{store="database",process="worker"}')).toBe(0);
  expect(text).not.toContain("cyclr_requests{");
  expect(text).not.toContain("cyclr_audit_blocks");
});
