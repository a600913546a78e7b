import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runRequestJobName } from "../../src/core/kernel/requests/invalidate-card.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { findRedisServer } from "../support/requirements.ts";
import { startRedis } from "../support/redis-server.ts";
import { type Part, spawnPart } from "../support/spawn-part.ts";
import { cloneDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  service: string;
  links?: { traceId: string }[];
}

interface Sent {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue: string } }[] };
    scopeSpans: { spans: Omit<Span, "service">[] }[];
  }[];
}

/** A collector as small as can be: it takes OTLP in JSON from whoever shows the right header. */
async function startCollector() {
  const bodies: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const isRight =
      request.url === "/v1/traces" && request.headers.authorization === "Bearer of the collector";
    if (isRight) bodies.push(body);
    response.writeHead(isRight ? 200 : 401, { "content-type": "application/json" }).end("{}");
  };
  const server = createServer((request, response) => void take(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    spans: (): Span[] =>
      bodies
        .flatMap((body) => (JSON.parse(body) as Sent).resourceSpans)
        .flatMap(({ resource, scopeSpans }) => {
          const service = resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue;
          return scopeSpans.flatMap(({ spans }) =>
            spans.map((span) => ({ ...span, service: service ?? "unknown" })),
          );
        }),
    close: () => server.close(),
  };
}

const stores = findRedisServer() ? ["PostgreSQL", "Redis"] : ["PostgreSQL"];

describe.each(stores)("with the queue on %s, a collector sees one trace", (store) => {
  const ends: (() => unknown)[] = [];
  const parts: Part[] = [];
  let sandbox: Sandbox;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let env: Record<string, string>;
  let databaseUrl: string;
  beforeAll(async () => {
    const database = await cloneDatabase();
    databaseUrl = database.url;
    const redis = store === "Redis" ? await startRedis() : undefined;
    sandbox = await startSandbox({ mode: "http", databaseUrl, ...(redis && { redisUrl: redis.url }) });
    collector = await startCollector();
    ends.push(
      () => collector.close(),
      () => sandbox.stop(),
      () => redis?.stop(),
      () => database.drop(),
    );
    env = {
      ...sandbox.env,
      APPROVAL_POLICY: '{"rules":[]}',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20of%20the%20collector",
      OTEL_BSP_SCHEDULE_DELAY: "100",
    };
  });
  afterEach(async () => {
    for (const part of parts.splice(0)) await part.kill("SIGTERM");
    collector.bodies.length = 0;
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  async function start(name: "bot" | "worker"): Promise<void> {
    const part = await spawnPart(name, env);
    parts.push(part);
    if (name === "bot") sandbox.listening({ bot: part.port });
  }

  const invite = (email: string) =>
    sandbox.slack.runCommand({
      userId: sandbox.people["ed"] ?? "",
      channelId: sandbox.channelId,
      text: `invite ${email} to acme`,
    });

  const named = (wanted: string, { traceId }: Partial<Span> = {}) =>
    collector.spans().find((span) => span.name === wanted && (!traceId || span.traceId === traceId));

  /** From the call that posted the card of the one command up to that. */
  async function wayToCard(): Promise<Span[]> {
    const command = await until(async () => named("command invite"));
    return until(async () => {
      const way: Span[] = [];
      for (
        let span = named("Slack chat.postMessage", command);
        span;
        span = collector.spans().find(({ spanId }) => spanId === way[0]?.parentSpanId)
      )
        way.unshift(span);
      return way[0] === undefined || way[0].parentSpanId ? undefined : way;
    });
  }

  test("from the command over its job to the card in Slack, and reads of nobody", async () => {
    await Promise.all([start("bot"), start("worker")]);
    await invite("traced@acme.example");
    const way = await wayToCard();
    const names = way.map(({ service, name }) => `${service.replace("cyclr-access-", "")}: ${name}`);
    expect(names.slice(0, 4)).toEqual([
      "bot: command invite",
      "bot: addBulk cyclr-access-requests",
      "worker: process cyclr-access-requests",
      "worker: request invite-user",
    ]);
    // Between them is a job of its own where the run took its time, so that the card was drawn meanwhile.
    expect(names.slice(-2)).toEqual(["worker: message card", "worker: Slack chat.postMessage"]);
    for (const part of parts.splice(0)) await part.kill("SIGTERM");
    const all = collector.spans();
    const [first] = way;
    expect(all.filter(({ name }) => name === "mail").map(({ traceId }) => traceId)).toEqual([first?.traceId]);
    expect(all.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name)).toEqual([
      "command invite",
    ]);
    const told = collector.bodies.join("\n");
    expect(told).not.toMatch(/@|traced|acme|xoxb-|Ed Quinn/u);
    for (const name of ["SECRET_KEY", "SLACK_SIGNING_SECRET", "DATABASE_URL", "SMTP_URL"])
      expect(told).not.toContain(env[name]);
  });

  test.runIf(store === "PostgreSQL")("also where the job was lost, and recovery made another", async () => {
    await start("bot");
    await invite("lost@acme.example");
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      const gone = `DELETE FROM bullmq.job WHERE name = '${runRequestJobName}' RETURNING id`;
      await until(async () => (await client.query(gone)).rowCount === 1);
    } finally {
      await client.end();
    }
    await start("worker");
    const [command] = await wayToCard();
    const run = await until(async () => named("request invite-user", command));
    expect(command?.name).toBe("command invite");
    expect(run).toMatchObject({ traceId: command?.traceId, parentSpanId: command?.spanId });
  });
});
