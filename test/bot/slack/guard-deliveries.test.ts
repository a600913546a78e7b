import { createHmac } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { HTTPReceiver } from "@slack/bolt";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { guardDeliveries } from "../../../src/bot/slack/guard-deliveries.ts";
import { silent } from "../../sandbox/slack/bolt-fixture.ts";

const signingSecret = "signing-secret-of-the-tests";
const start = Date.parse("2026-03-02T09:00:00Z");
const state = { now: start, status: 200, taken: 0 };

const listener: RequestListener = (request, response) => {
  request.resume();
  state.taken += 1;
  response.writeHead(state.status).end("taken");
};

const server = createServer(guardDeliveries(listener, { now: () => state.now, remembered: 20 }));
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
});
beforeEach(() => Object.assign(state, { now: start, status: 200, taken: 0 }));
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

let deliveries = 0;
interface Delivery {
  body: string;
  headers: Record<string, string>;
}

/** A request that Slack itself would sign, dated so many seconds from now. */
function signed(seconds = 0, nowMs = state.now): Delivery {
  const body = `command=%2Fcyclr&delivery=${(deliveries += 1)}`;
  const timestamp = String(Math.floor(nowMs / 1000) + seconds);
  const hmac = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
  const headers = {
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    "x-slack-signature": `v0=${hmac}`,
    "x-slack-request-timestamp": timestamp,
  };
  return { body, headers };
}

const send = async ({ body, headers }: Delivery, to = url) =>
  (await fetch(to, { method: "POST", body, headers })).status;

describe("a signed request", () => {
  test.each([-300, -60, 0, 60])("dated %i seconds from now is taken", async (seconds) => {
    expect(await send(signed(seconds))).toBe(200);
    expect(state.taken).toBe(1);
  });

  test.each([-301, -86_400, 61, 31_536_000])("dated %i seconds from now is refused", async (seconds) => {
    expect(await send(signed(seconds))).toBe(401);
    expect(state.taken).toBe(0);
  });

  test.each(["", "now", "-1", "1e9", "99999999999999", "1772442000.5"])(
    "dated “%s” is refused",
    async (date) => {
      const { body, headers } = signed();
      expect(await send({ body, headers: { ...headers, "x-slack-request-timestamp": date } })).toBe(401);
    },
  );

  test("is taken once: at once, a minute later and with another body it is refused", async () => {
    const delivery = signed(60);
    expect(await send(delivery)).toBe(200);
    expect(await send(delivery)).toBe(401);
    state.now += 60_000;
    expect(await send({ ...delivery, body: "command=%2Fcyclr&other=1" })).toBe(401);
    expect(state.taken).toBe(1);
  });

  test.each([
    [59, 320],
    [60, 360],
    [0, 300],
    [-200, 100],
  ])(
    "dated %i s from now and repeated %i s later, while its date is good, is refused",
    async (date, later) => {
      const delivery = signed(date);
      expect(await send(delivery)).toBe(200);
      state.now += later * 1000;
      expect(await send(signed(date - later, state.now))).toBe(200);
      expect(await send(delivery)).toBe(401);
      expect(state.taken).toBe(2);
    },
  );

  test("sent ten times at the same moment is taken once", async () => {
    const delivery = signed();
    const statuses = await Promise.all(Array.from({ length: 10 }, () => send(delivery)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(state.taken).toBe(1);
  });

  test("that failed may be sent again, until it is taken", async () => {
    const delivery = signed();
    state.status = 500;
    expect([await send(delivery), await send(delivery)]).toEqual([500, 500]);
    state.status = 200;
    expect([await send(delivery), await send(delivery)]).toEqual([200, 401]);
  });

  test("without a signature is left to Bolt, as a health check is", async () => {
    expect((await fetch(url)).status).toBe(200);
  });
});

test("what is remembered is bounded, and is the latest", async () => {
  const first = signed();
  const later = Array.from({ length: 20 }, () => signed());
  for (const delivery of [first, ...later]) expect(await send(delivery)).toBe(200);
  expect(await send(later.at(-1) ?? first)).toBe(401);
  expect(await send(first)).toBe(200);
});

test.each(["null", "7", '"text"', "[", ""])(
  "a payload that is %s is refused before Bolt sees it",
  async (payload) => {
    const { headers } = signed();
    expect(await send({ body: `payload=${encodeURIComponent(payload)}`, headers })).toBe(400);
    expect(state.taken).toBe(0);
  },
);

test("a body of more than a megabyte is refused", async () => {
  const { headers } = signed();
  expect(await send({ body: `text=${"x".repeat(1_100_000)}`, headers })).toBe(413);
});

describe("in front of Bolt", () => {
  let bolt: string;
  let close: () => Promise<void>;
  let processed = 0;

  beforeAll(async () => {
    const receiver = new HTTPReceiver({ signingSecret, endpoints: "/slack/events", logger: silent });
    receiver.init({
      processEvent: async ({ ack }: { ack: () => Promise<void> }) => {
        processed += 1;
        await ack();
      },
    } as unknown as Parameters<HTTPReceiver["init"]>[0]);
    const boltServer = createServer(guardDeliveries(receiver.requestListener));
    await new Promise<void>((resolve) => void boltServer.listen(0, "127.0.0.1", resolve));
    bolt = `http://127.0.0.1:${(boltServer.address() as AddressInfo).port}/slack/events`;
    close = () => new Promise<void>((resolve) => void boltServer.close(() => resolve()));
  });
  beforeEach(() => {
    processed = 0;
  });
  afterAll(() => close());

  const form = (delivery: Delivery): Delivery => ({
    ...delivery,
    headers: { ...delivery.headers, "content-type": "application/x-www-form-urlencoded" },
  });

  test("a forged request is refused, and does not keep the real one out", async () => {
    const real = form(signed(0, Date.now()));
    const forged = { ...real, body: `${real.body}&user_id=U-admin` };
    expect(await send(forged, bolt)).toBe(401);
    expect(await send(real, bolt)).toBe(200);
    expect(await send(real, bolt)).toBe(401);
    expect(processed).toBe(1);
  });

  test.each(["=", "=again", "=v0="])(
    "the same request with “%s” behind its signature is refused",
    async (tail) => {
      const real = form(signed(0, Date.now()));
      expect(await send(real, bolt)).toBe(200);
      const headers = { ...real.headers, "x-slack-signature": `${real.headers["x-slack-signature"]}${tail}` };
      expect(await send({ ...real, headers }, bolt)).toBe(401);
      expect(processed).toBe(1);
    },
  );

  test("the same request with its date written otherwise is refused", async () => {
    const real = form(signed(0, Date.now()));
    expect(await send(real, bolt)).toBe(200);
    const date = `0${real.headers["x-slack-request-timestamp"]}`;
    expect(
      await send({ ...real, headers: { ...real.headers, "x-slack-request-timestamp": date } }, bolt),
    ).toBe(401);
    expect(processed).toBe(1);
  });
});
