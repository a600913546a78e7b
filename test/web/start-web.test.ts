import { Agent, get } from "node:http";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { startWeb } from "../../src/web/start-web.ts";
import { webScene } from "./web-scene.ts";

const scene = webScene();
const start = () => startWeb(scene.t.app, { webPort: 0, trustedProxies: 0 });

/** What a server says to bytes, until it closes. */
function say(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (data) => void (answer += data.toString()));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

test("serves until it is stopped, and takes no connection after", async () => {
  const web = await start();
  const response = await fetch(`http://127.0.0.1:${web.port}/`);
  expect(await response.text()).toContain("Northwind Software");
  await web.stop();
  await expect(fetch(`http://127.0.0.1:${web.port}/`)).rejects.toThrow("fetch failed");
});

test("finishes what it is at, then closes the connection that was to be kept alive", async () => {
  const [atWork, release] = [signal(), signal()];
  const check = async () => {
    atWork.give();
    await release.given;
    return { database: "ok", queue: "ok" } as const;
  };
  const app = { ...scene.t.app, health: { check, unsettled: () => false } };
  const web = await startWeb(app, { webPort: 0, trustedProxies: 0 });
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const sent = get({ port: web.port, path: "/healthz", agent }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    });
    sent.on("error", reject);
  });
  await atWork.given;
  const stopped = web.stop();
  release.give();
  expect(await answered).toBe(200);
  await stopped;
  agent.destroy();
});

function signal() {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

test("refuses a port that is taken", async () => {
  const web = await start();
  const second = startWeb(scene.t.app, { webPort: web.port, trustedProxies: 0 });
  await expect(second).rejects.toThrow("EADDRINUSE");
  await web.stop();
});

test("holds the size of a form whose length is not told", async () => {
  const web = await start();
  const path = await scene.invite();
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(Buffer.alloc(30_000, "a"));
    },
  });
  const headers = { "content-type": "application/x-www-form-urlencoded", origin: "null" };
  const init = { method: "POST", body, headers, duplex: "half" } as const;
  const response = await fetch(`http://127.0.0.1:${web.port}${path}`, init);
  expect(response.status).toBe(413);
  await web.stop();
});

test.each([
  ["TRACE / HTTP/1.1\r\nHost: x", 405],
  ["GET /../../etc/passwd HTTP/1.1\r\nHost: x", 404],
  ["GET / HTTP/1.1\r\nHost: [not a host", 400],
  ["GET http://evil.example/nowhere HTTP/1.1\r\nHost: evil.example", 404],
  ["GET \\ HTTP/1.1\r\nHost: x", 400],
  ["nonsense", 400],
])("answers %j with %i and goes on", async (head, status) => {
  const web = await start();
  expect(await say(web.port, `${head}\r\nConnection: close\r\n\r\n`)).toMatch(
    new RegExp(`^HTTP/1.1 ${status} `),
  );
  expect((await fetch(`http://127.0.0.1:${web.port}/healthz`)).status).toBe(200);
  await web.stop();
});
