import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createServer as createHttpServer } from "node:http";
import { startFront } from "../../src/sandbox/front.ts";
import { onSomePort, PortTaken, startPostgres } from "../../src/sandbox/postgres.ts";
import { findRedisServer } from "../support/requirements.ts";
import { startRedis } from "../support/redis-server.ts";

describe("a server that cannot choose its port", () => {
  test("is started at another where somebody was faster, and given up where it fails for another reason", async () => {
    const tried: number[] = [];
    const started = await onSomePort(async (port) => {
      if (tried.push(port) < 4) throw new PortTaken("taken");
      return port;
    });
    expect(started).toBe(tried.at(-1));
    expect(new Set(tried).size).toBe(4);
    await expect(onSomePort(() => Promise.reject(new Error("no such file")))).rejects.toThrow("no such file");
  });

  // Linux hands out ports from 32768 on: also to connections, which no listener sees coming.
  test("takes none that the system may hand to somebody else while it is away", async () => {
    const ports = await Promise.all(Array.from({ length: 200 }, () => onSomePort(async (port) => port)));
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });

  test("says so where the port that it has to have is taken: PostgreSQL", async () => {
    const other = await occupy();
    await expect(startPostgres({ port: other.port })).rejects.toBeInstanceOf(PortTaken);
    await other.leave();
  });

  test.runIf(findRedisServer())(
    "says so too, and is not mistaken for the one that is there: Redis",
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "redis-"));
      const there = await startRedis();
      await expect(startRedis({ port: there.port, folder })).rejects.toBeInstanceOf(PortTaken);
      await there.stop();
      const back = await startRedis({ port: there.port, folder });
      await back.stop();
      await rm(folder, { recursive: true });
    },
  );
});

describe("the address that is known before its server has a port", () => {
  test("refuses until it leads somewhere, and then serves what is there, whoever comes and goes", async () => {
    const front = await startFront();
    await expect(fetch(front.url)).rejects.toThrow();
    const server = createHttpServer((request, response) => response.end(request.headers.host)).listen(0);
    await once(server, "listening");
    front.leadTo((server.address() as AddressInfo).port);
    expect(`http://${await (await fetch(front.url)).text()}`).toBe(front.url);
    server.closeAllConnections();
    server.close();
    await expect(fetch(front.url)).rejects.toThrow();
    await front.stop();
  });
});

async function occupy() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, leave: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
}
