import type { lookup } from "node:dns";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { createNotifier, isPublicAddress, publicLookup } from "../../src/core/adapters/http-notifier.ts";
import type { ExternalError } from "../../src/core/kernel/external-error.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

async function serve(listener: Listener): Promise<string> {
  server = createServer((request, response) => void listener(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

const open = createNotifier({ allowPrivate: true, timeoutMs: 5000 });
const guarded = createNotifier({ allowPrivate: false, timeoutMs: 5000 });
const call = (url: string, notifier = open) =>
  notifier.post({ url, body: '{"Status":"installed"}', headers: { "Cyclr-Signature": "t=1,v1=ab" } });
const troubleOf = (posted: Promise<unknown>) =>
  posted.then(
    () => undefined,
    (error: ExternalError) => error,
  );

describe("a notification URL", () => {
  test("gets the body and its signature, as JSON", async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      const { method, url, headers } = request;
      seen.push(method, url, headers["content-type"], headers["cyclr-signature"], await text(request));
      response.end("thank you");
    });
    await call(url);
    expect(seen).toEqual(["POST", "/hook", "application/json", "t=1,v1=ab", '{"Status":"installed"}']);
  });

  test.each([
    [500, true],
    [404, true],
    [429, true],
    [410, false],
    [302, false],
  ])("that answers %i is tried again: %s", async (status, retryable) => {
    const url = await serve((_, response) => response.writeHead(status, { "Retry-After": "7" }).end());
    const trouble = await troubleOf(call(url));
    expect(trouble).toMatchObject({ name: "ExternalError", retryable, reason: String(status) });
    if (retryable) expect(trouble?.retryAfterMs).toBe(7000);
  });

  test("does not lead anywhere else by a redirect", async () => {
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(request.url ?? "");
      response.writeHead(307, { Location: "/elsewhere" }).end();
    });
    expect(await troubleOf(call(url))).toMatchObject({ retryable: false, reason: "307" });
    expect(seen).toEqual(["/hook"]);
  });

  test("is called by HTTPS however that is written", async () => {
    let first: number | undefined;
    const listener = createTcpServer((socket) => {
      socket.once("error", () => undefined);
      socket.once("data", (data) => {
        [first] = data;
        socket.destroy();
      });
    }).listen(0, "127.0.0.1");
    await once(listener, "listening");
    const { port } = listener.address() as AddressInfo;
    const trouble = await troubleOf(call(`HTTPS://127.0.0.1:${port}/hook`));
    listener.close();
    expect(trouble).toMatchObject({ retryable: true, reason: "unreachable" });
    // The first octet of a handshake of TLS.
    expect(first).toBe(0x16);
  });

  test("that never answers is given up after its time", async () => {
    const url = await serve(() => undefined);
    const hasty = createNotifier({ allowPrivate: true, timeoutMs: 50 });
    expect(await troubleOf(call(url, hasty))).toMatchObject({ retryable: true, reason: "timeout" });
  });

  test("that answers without end is cut off, and what it said at first stands", async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16 * 1024))) sent += 16 * 1024;
      };
      response.on("drain", more);
      more();
    });
    await call(url);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test("that nobody listens at passes", async () => {
    const url = await serve(() => undefined);
    server?.close();
    await once(server as Server, "close");
    expect(await troubleOf(call(url))).toMatchObject({ retryable: true, reason: "unreachable" });
  });
});

describe("a private address", () => {
  test.each([
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://[::1]/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://[fd00:ec2::254]/x",
    "https://169.254.169.254/latest/meta-data",
    "https://10.1.2.3/x",
    "https://localhost/x",
    "https://api.localhost./x",
    "http://hooks.example/x",
    "https://user:pw@hooks.example/x",
    "ftp://hooks.example/x",
    "nonsense",
  ])("%s is refused before anything is sent", async (url) => {
    expect(guarded.fault(url)).toBeTruthy();
    expect(await troubleOf(call(url, guarded))).toMatchObject({ retryable: false, reason: "refused-url" });
  });

  test("is refused behind a name too, among public ones, and at the moment of the connection", async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      response.end();
    });
    const { port } = new URL(url);
    const answers = [
      [{ address: "127.0.0.1", family: 4 }],
      [
        { address: "93.184.215.14", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ],
      [{ address: "::ffff:127.0.0.1", family: 6 }],
    ];
    for (const addresses of answers) {
      const resolve = ((_name: string, _options: object, done: (error: null, all: object[]) => void) =>
        done(null, addresses)) as unknown as typeof lookup;
      const notifier = createNotifier({ allowPrivate: false, timeoutMs: 5000, resolve });
      const posted = await troubleOf(call(`https://rebound.example:${port}/x`, notifier));
      expect(posted).toMatchObject({ retryable: false, reason: "private-address" });
    }
    expect(calls).toBe(0);
  });

  test("is looked for once: what was checked is what the connection gets", async () => {
    let resolved = 0;
    const resolve = ((_name: string, _options: object, done: (error: null, all: object[]) => void) => {
      resolved += 1;
      // Public when it is looked at, private ever after, as a name that is rebound.
      done(null, [{ address: resolved === 1 ? "93.184.215.14" : "127.0.0.1", family: 4 }]);
    }) as unknown as typeof lookup;
    const given = await new Promise((done) =>
      publicLookup(resolve)("rebound.example", { all: true }, (...found) => done(found)),
    );
    expect(given).toEqual([null, [{ address: "93.184.215.14", family: 4 }]]);
    expect(resolved).toBe(1);
  });

  test.each([
    ["8.8.8.8", true],
    ["2606:4700::1111", true],
    ["100.100.100.200", false],
    ["168.63.129.16", false],
    ["64:ff9b::a00:1", false],
    ["::7f00:1", false],
    ["::127.0.0.1", false],
    ["::a00:1", false],
    ["5f00::1", false],
    ["2001::1", false],
    ["2001:db8::1", false],
    ["2002:a00:1::", false],
    ["fe80::1%eth0", false],
    ["0.0.0.0", false],
    ["255.255.255.255", false],
    ["192.168.0.1", false],
    ["172.31.255.255", false],
    ["", false],
  ])("“%s” is public: %s", (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});
