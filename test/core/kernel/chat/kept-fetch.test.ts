import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { keptFetch } from "../../../../src/core/kernel/chat/kept-fetch.ts";

const open: { stop(): void }[] = [];
afterEach(() => open.splice(0).forEach((one) => one.stop()));

async function serve(listener: RequestListener): Promise<{ url: string; connections: () => number }> {
  let connections = 0;
  const server = createServer(listener)
    .on("connection", () => void (connections += 1))
    .listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({
    stop() {
      server.closeAllConnections();
      server.close();
    },
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    connections: () => connections,
  };
}

const given = { method: "POST", headers: { authorization: "Bearer secret" }, body: "{}" };

describe("what Slack's libraries post", () => {
  test("goes over one connection, and brings back status, headers and text", async () => {
    const { url, connections } = await serve((request, response) => {
      request.resume();
      response.writeHead(429, { "retry-after": "7" }).end(`${request.headers.authorization} ü`);
    });
    for (let times = 0; times < 3; times += 1) {
      const answer = await keptFetch(url, given);
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
      expect(await answer.text()).toBe("Bearer secret ü");
    }
    expect(connections()).toBe(1);
  });

  test("follows no redirect: the token goes to nobody else", async () => {
    const other: string[] = [];
    const elsewhere = await serve((request, response) => {
      other.push(request.url ?? "");
      response.end();
    });
    const { url } = await serve((_request, response) => {
      response.writeHead(307, { location: elsewhere.url }).end();
    });
    await expect(keptFetch(url, given)).rejects.toThrow("redirected");
    expect(other).toEqual([]);
  });

  test("fails where the answer is cut off, or nobody is there", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half");
      setTimeout(() => response.destroy(), 20);
    });
    await expect(keptFetch(url, given)).rejects.toThrow();
    await expect(keptFetch("http://127.0.0.1:1/", given)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("without a body, as after a delete, is an answer as well", async () => {
    const { url } = await serve((_request, response) => void response.writeHead(204).end());
    expect((await keptFetch(url, given)).status).toBe(204);
  });
});
