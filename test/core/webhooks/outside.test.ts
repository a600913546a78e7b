import type { lookup } from "node:dns";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createNotifier } from "../../../src/core/adapters/http-notifier.ts";
import type { Notification, Notifier } from "../../../src/core/cycles/notifier.ts";
import { minutes } from "../../../src/core/kernel/time/clock.ts";
import { changeWebhook } from "../../../src/core/webhooks/webhooks.ts";
import { webhookScene } from "../../support/webhook-scene.ts";

const scene = webhookScene();
const { receiver } = scene;
const only = { eventTypes: ["names-changed" as const] };

let open: Notifier;
beforeEach(() => {
  open = scene.t.app.notifier;
});
afterEach(() => {
  scene.t.app.notifier = open;
});

/** As in production, with names that lead where the test says. */
function guarded(...addresses: string[]): Notifier {
  const all = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const resolve = ((_name: string, _options: object, done: (error: null, all: object[]) => void) =>
    done(null, all)) as unknown as typeof lookup;
  return createNotifier({ allowPrivate: false, resolve });
}

describe("the world outside", () => {
  test.each([
    ["127.0.0.1"],
    ["10.0.0.8"],
    ["169.254.169.254"],
    ["192.168.1.1"],
    ["172.16.0.1"],
    ["100.64.0.1"],
    ["0.0.0.0"],
    ["::1"],
    ["::ffff:127.0.0.1"],
    ["fe80::1"],
    ["fd00::1"],
    ["64:ff9b::a00:1"],
    ["93.184.215.14", "127.0.0.1"],
  ])("a name that leads to %s by the time it is called is told nothing", async (...addresses) => {
    const { port } = new URL(receiver.url);
    await scene.make({ ...only, url: `https://rebound.example:${port}/hook` });
    scene.t.app.notifier = guarded(...addresses);
    await scene.record("private");
    await scene.tell();
    expect(receiver.received).toEqual([]);
    expect(await scene.deliveries()).toMatchObject([
      { attempts: 1, lastStatus: null, trouble: "The address leads to a private address.", failedAt: null },
    ]);
  });

  test.each(["https://127.0.0.1/x", "https://[::1]/x", "https://localhost/x", "http://hooks.example/x"])(
    "%s is refused when it is given, and not called where it stands from before",
    async (url) => {
      const { webhook } = await scene.make({ ...only, url });
      scene.t.app.notifier = guarded("127.0.0.1");
      const ctx = { ...scene.ctx, notifier: scene.t.app.notifier };
      await expect(changeWebhook(ctx, webhook.id, { url })).rejects.toThrow(/^The address /u);
      await scene.record("private");
      await scene.tell();
      expect(receiver.received).toEqual([]);
      expect(await scene.deliveries()).toMatchObject([{ attempts: 1, lastStatus: null, deliveredAt: null }]);
    },
  );

  test("a redirect is not followed, and tried again", async () => {
    await scene.make(only);
    receiver.answer = (response) => response.writeHead(307, { Location: "/elsewhere" }).end();
    await scene.record("redirected");
    await scene.tell();
    expect(receiver.received).toHaveLength(1);
    expect(await scene.deliveries()).toMatchObject([{ lastStatus: 307, failedAt: null }]);
    receiver.answer = (response) => response.writeHead(200).end();
    await scene.wait(minutes(1));
    expect(await scene.deliveries()).toMatchObject([{ lastStatus: 200 }]);
  });

  test("an address has fifteen seconds, and what it says besides is cut off", async () => {
    const asked: Notification[] = [];
    // Nothing is answered at first, so that any time is over at some time; then there is all the time that it is given.
    let timeoutMs: number | undefined = 200;
    const hasty: Notifier = {
      fault: open.fault.bind(open),
      post: (notification) => {
        asked.push(notification);
        return open.post({ ...notification, ...(timeoutMs && { timeoutMs }) });
      },
    };
    scene.t.app.notifier = hasty;
    await scene.make(only);
    receiver.answer = () => undefined;
    await scene.record("slow");
    await scene.tell();
    expect(asked.map(({ timeoutMs }) => timeoutMs)).toEqual([15_000]);
    expect(await scene.deliveries()).toMatchObject([
      { lastStatus: null, trouble: "The address does not answer in time." },
    ]);
    timeoutMs = undefined;
    receiver.answer = (response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16 * 1024)));
      };
      response.on("drain", more);
      more();
    };
    await scene.wait(minutes(1));
    expect(await scene.deliveries()).toMatchObject([{ lastStatus: 200 }]);
  });
});
