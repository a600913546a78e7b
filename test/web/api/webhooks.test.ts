import { beforeEach, describe, expect, test } from "vitest";
import { createNotifier } from "../../../src/core/adapters/http-notifier.ts";
import { eventTypes } from "../../../src/core/webhooks/event-types.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeApiClient } from "../../support/account-scene.ts";
import { apiScene, makeToken } from "./api-scene.ts";
import { idOf } from "./read-answer.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const url = "https://hooks.acme.example/cyclr?key=of-the-receiver";

interface Shown {
  Id: string;
  Url: string;
  EventTypes: string[] | null;
  Enabled: boolean;
  Secret?: string;
}

interface Page {
  Data: { Id: string; State: string; EventType: string }[];
  NextCursor: string | null;
}

beforeEach(() => scene.t.db.webhook.deleteMany());

const make = async (body: object = {}) =>
  (await scene.call("POST", "/v1.0/webhooks", { body: { Url: url, ...body } })).body as Shown;

describe("a webhook", () => {
  test("is made with a secret that is shown once, listed, read, changed and deleted", async () => {
    const made = await make({ EventTypes: ["user-created"], Description: "Orders" });
    expect(made).toMatchObject({
      Url: url,
      EventTypes: ["user-created"],
      Enabled: true,
      Description: "Orders",
    });
    expect(made.Secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/u);
    const path = `/v1.0/webhooks/${made.Id}`;
    const { Secret: _shown, ...kept } = made;
    expect((await scene.call("GET", "/v1.0/webhooks")).body).toEqual([kept]);
    expect((await scene.call("GET", path)).body).toEqual(kept);
    const changed = await scene.call("PUT", path, { body: { EventTypes: null, Enabled: false } });
    expect(changed.body).toEqual({ ...kept, EventTypes: null, Enabled: false });
    const rotated = await scene.call("POST", `${path}/rotate-secret`);
    expect(rotated.body).toMatchObject({ Secret: expect.stringMatching(/^whsec_/u) as string });
    expect((rotated.body as Shown).Secret).not.toBe(made.Secret);
    expect((await scene.call("DELETE", path)).status).toBe(200);
    expect((await scene.call("GET", path)).status).toBe(404);
    const events = await audit();
    expect(events.map(({ action }) => action)).toEqual([
      "webhook-created",
      "webhook-changed",
      "webhook-secret-rotated",
      "webhook-deleted",
    ]);
    expect(JSON.stringify(events.map(({ before, after }) => [before, after]))).not.toMatch(
      /of-the-receiver|whsec/u,
    );
  });

  test("has an address that may be a secret as a whole: the audit says its host, and whether it changed", async () => {
    const { Id } = await make({ Url: "https://hooks.acme.example/services/T1/first" });
    const path = `/v1.0/webhooks/${Id}`;
    for (const Url of ["https://hooks.acme.example/services/T1/second", undefined])
      await scene.call("PUT", path, { body: { Url } });
    const addresses = (await audit("webhook-changed")).flatMap(({ before, after }) =>
      [before, after].map((told) => (told as { address: string }).address),
    );
    const [first, ...second] = addresses;
    expect(new Set(second).size).toBe(1);
    expect(second).not.toContain(first);
    for (const address of addresses)
      expect(address).toMatch(/^https:\/\/hooks\.acme\.example\/… \([0-9a-f]{8}\)$/u);
  });

  test.each([
    [{ Url: "http://hooks.acme.example/x" }, "Url"],
    [{ Url: "https://127.0.0.1/x" }, "Url"],
    [{ Url: "https://[::ffff:169.254.169.254]/x" }, "Url"],
    [{ Url: "https://0x7f.1/x" }, "Url"],
    [{ Url: "https://localhost/x" }, "Url"],
    [{ Url: "https://ed:pw@hooks.acme.example/x" }, "Url"],
    [{ Url: "nonsense" }, "Url"],
    [{ Url: "" }, "Url"],
    [{ Url: undefined }, "Url"],
    [{ EventTypes: [] }, "EventTypes"],
    [{ EventTypes: ["user-invented"] }, "EventTypes[0]"],
    [{ EventTypes: "user-created" }, "EventTypes"],
    [{ Colour: "red" }, "Colour"],
    [{ Secret: "whsec_b3Vycw==" }, "Secret"],
    [{ Enabled: "perhaps" }, "Enabled"],
    [{ Description: "x".repeat(501) }, "Description"],
  ])("is refused with %j, at the field", async (body, Field) => {
    const guarded = createNotifier({ allowPrivate: false });
    const { notifier } = scene.t.app;
    scene.t.app.notifier = guarded;
    const answer = await scene.call("POST", "/v1.0/webhooks", { body: { Url: url, ...body } });
    scene.t.app.notifier = notifier;
    expect([answer.status, answer.body]).toEqual([400, expect.objectContaining({ Field })]);
    expect(await scene.t.db.webhook.count()).toBe(0);
  });

  test("that is unknown, or whose id is none, is not found", async () => {
    for (const id of ["nonsense", "00000000-0000-7000-8000-000000000000", "%00"])
      for (const [method, rest] of [
        ["GET", ""],
        ["PUT", ""],
        ["DELETE", ""],
        ["POST", "/test"],
        ["POST", "/rotate-secret"],
        ["GET", "/deliveries"],
        ["POST", "/deliveries/00000000-0000-7000-8000-000000000000/resend"],
      ] as const) {
        const body = method === "PUT" ? { body: {} } : {};
        expect([
          method,
          rest,
          (await scene.call(method, `/v1.0/webhooks/${id}${rest}`, body)).status,
        ]).toEqual([method, rest, 404]);
      }
  });
});

test("nobody hears of what they may not read: to make or change one, or its secret, needs audit: view as well", async () => {
  const made = await make();
  const may = async (permissions: Record<string, string>) => {
    const client = await makeApiClient(scene.t.db, { fullAccess: false, permissions });
    const token = await makeToken(scene, client);
    const calls = [
      ["POST", "/v1.0/webhooks", { Url: url }],
      ["PUT", `/v1.0/webhooks/${made.Id}`, { EventTypes: null }],
      ["POST", `/v1.0/webhooks/${made.Id}/rotate-secret`, undefined],
      ["GET", "/v1.0/webhooks", undefined],
      ["GET", "/v1.0/event-types", undefined],
    ] as const;
    const statuses: number[] = [];
    for (const [method, path, body] of calls)
      statuses.push((await scene.call(method, path, { token, body })).status);
    return statuses;
  };
  expect(await may({ settings: "manage" })).toEqual([403, 403, 403, 200, 403]);
  expect(await may({ audit: "view", settings: "edit" })).toEqual([403, 403, 403, 403, 200]);
  expect(await may({ settings: "manage", audit: "view" })).toEqual([201, 200, 200, 200, 200]);
});

test("event types are the actions of the audit, each with what it says", async () => {
  const { body } = await scene.call("GET", "/v1.0/event-types");
  const listed = body as { Name: string; Description: string }[];
  expect(listed.map(({ Name }) => Name)).toEqual([...eventTypes]);
  expect(listed.find(({ Name }) => Name === "membership-given")?.Description).toBe(
    "{Actor} gave {Subject} access to {Account}",
  );
});

describe("deliveries", () => {
  test("are listed newest first, page by page, by state and by type, and sent again", async () => {
    const { Id } = await make();
    const path = `/v1.0/webhooks/${Id}`;
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift(idOf(await scene.call("POST", `${path}/test`)));
    const read = async (query: string) =>
      (await scene.call("GET", `${path}/deliveries${query}`)).body as Page;
    const first = await read("?limit=2");
    const second = await read(`?limit=2&cursor=${encodeURIComponent(first.NextCursor ?? "")}`);
    const third = await read(`?limit=2&cursor=${encodeURIComponent(second.NextCursor ?? "")}`);
    expect([first, second, third].flatMap(({ Data }) => Data.map((one) => one.Id))).toEqual(ids);
    expect(third.NextCursor).toBeNull();
    const [one = ""] = ids;
    await scene.t.db.webhookDelivery.update({
      where: { id: one },
      data: { failedAt: scene.t.clock.now(), nextAt: null, attempts: 12, lastStatus: 500 },
    });
    expect((await read("?State=Failed")).Data).toMatchObject([
      { Id: one, State: "Failed", EventType: "test", Attempts: 12, LastStatus: 500, NextAttemptAtUtc: null },
    ]);
    expect((await read("?state=Pending")).Data).toHaveLength(4);
    expect((await read("?State=Delivered")).Data).toEqual([]);
    expect((await read("?EventType=user-created")).Data).toEqual([]);
    expect((await scene.call("GET", `${path}/deliveries?State=Lost`)).status).toBe(400);
    const resent = await scene.call("POST", `${path}/deliveries/${one}/resend`);
    expect(resent.body).toMatchObject({ Id: one, State: "Pending", Attempts: 0 });
    expect((await audit("webhook-delivery-resent")).map(({ after }) => after)).toEqual([
      { delivery: one, type: "test" },
    ]);
  });

  test("of one webhook are not another's", async () => {
    const [one, other] = [await make(), await make()];
    const id = idOf(await scene.call("POST", `/v1.0/webhooks/${one.Id}/test`));
    const answer = await scene.call("POST", `/v1.0/webhooks/${other.Id}/deliveries/${id}/resend`);
    expect(answer.status).toBe(404);
  });

  test("are not made while the webhook is off", async () => {
    const { Id } = await make({ Enabled: false });
    expect((await scene.call("POST", `/v1.0/webhooks/${Id}/test`)).status).toBe(409);
  });
});
