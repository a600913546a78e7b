import { beforeEach, describe, expect, test } from "vitest";
import { settingOf } from "../../../src/bot/partner/edit-settings.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import { notificationSecretPurpose } from "../../../src/core/cycles/notify-cycle-event.ts";
import { changeSettingsRequest } from "../../../src/core/partner/change-settings.ts";
import {
  partnerSettings,
  rotateNotificationSecret,
  showSettings,
} from "../../../src/core/partner/partner-settings.ts";
import { unseal } from "../../../src/core/kernel/secrets/seal.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeActor } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";
import { ask, requestOf } from "../users/user-scene.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);
let ctx: Context<ConsoleUserActor>;
const as = async (settings: "view" | "edit"): Promise<Context<ConsoleUserActor>> => ({
  ...scene.t.app,
  actor: await makeActor(scene.t, { permissions: { settings } }),
});
beforeEach(async () => {
  ctx = await as("edit");
  const cleared = { apiDomain: null, serviceDomain: null, serviceName: null, notificationUrl: null };
  await scene.t.db.partner.update({
    where: { id: 1 },
    data: { ...cleared, name: "Northwind Software", notificationSecretSealed: null },
  });
});

const partner = () => scene.t.db.partner.findUniqueOrThrow({ where: { id: 1 } });
const change = (given: object) => ask(scene, changeSettingsRequest, partnerSettings.parse(given), ctx);
const lines = async () => (await showSettings(ctx)).lines.join("\n").replace(/[\u2066-\u2069]/g, "");

describe("Settings > General", () => {
  test("shows what counts where nothing is set, and what was set", async () => {
    expect(await lines()).toMatch(
      /API domain: http:\/\/access\.partner\.example \(the default\)\n.*Service domain: .*\(the default\)[\s\S]*Notification URL: none \(the default\)\n.*none yet/,
    );
    await change({ apiDomain: "API.northwind.example", serviceName: "Northwind Links" });
    expect(await lines()).toMatch(/Service name: Northwind Links\nAPI domain: api\.northwind\.example/);
    await expect(showSettings({ ...ctx, actor: { ...ctx.actor, permissions: {} } })).rejects.toThrow(
      /settings: view/,
    );
  });

  test("is changed by those alone who may, tells from what to what, and empties to the default", async () => {
    await change({ serviceDomain: "my.northwind.example:8443" });
    expect(await partner()).toMatchObject({ serviceDomain: "my.northwind.example:8443" });
    const card = scene.t.chat.latest(scene.t.chat.messages.length - 1);
    expect(card).toMatchObject({ title: "Settings changed" });
    expect(card.fields).toEqual([["Service domain", "the default → my.northwind.example:8443"]]);
    expect(await events("settings-changed")).toMatchObject([{ before: { serviceDomain: null } }]);
    await change({ serviceDomain: "" });
    expect(await partner()).toMatchObject({ serviceDomain: null });
    const viewer = ask(scene, changeSettingsRequest, { serviceName: "x" }, await as("view"));
    await expect(viewer).rejects.toMatchObject({ code: "forbidden" });
  });

  test("refuses what stands already, and a notification URL that may not be told", async () => {
    await expect(change({ name: "Northwind Software" })).rejects.toMatchObject({ code: "conflict" });
    const plain = change({ notificationUrl: "http://hooks.example/x" });
    await expect(plain).rejects.toMatchObject({ code: "invalid", field: "notificationUrl" });
    const ok = await change({ notificationUrl: "https://hooks.example/x" });
    expect((await requestOf(scene, ok)).status).toBe("done");
  });

  test.each([
    ["apiDomain", "https://api.example"],
    ["apiDomain", "api.example/v1"],
    ["serviceDomain", "has space.example"],
    ["serviceDomain", "-x.example"],
    ["notificationUrl", "javascript:alert(1)"],
    ["name", ""],
    ["serviceName", "a\u0007"],
  ])("refuses %s “%s”, at its field", (field, value) => {
    expect(partnerSettings.safeParse({ [field]: value }).error?.issues[0]?.path).toEqual([field]);
  });

  test("is read word by word on one line", () => {
    const word = (text: string) => settingOf([{ text, quoted: false }]);
    expect([word("service-domain"), word("API-DOMAIN"), word("toString"), word("flavour")]).toEqual([
      "serviceDomain",
      "apiDomain",
      undefined,
      undefined,
    ]);
  });
});

describe("the notification secret", () => {
  test("is made by the program, sealed, and returned once; another replaces it", async () => {
    const first = await rotateNotificationSecret(ctx, { shown: (await showSettings(ctx)).secretMark });
    const sealed = (await partner()).notificationSecretSealed ?? "";
    expect(unseal(scene.t.app.secretKeys, notificationSecretPurpose, sealed)).toBe(first);
    expect(first).toMatch(/^whsec_[\w-]{43}$/);
    const second = await rotateNotificationSecret(ctx, { shown: (await showSettings(ctx)).secretMark });
    expect(second).not.toBe(first);
    expect(await lines()).toContain("there is one, made");
    const told = JSON.stringify(
      [await events(), scene.t.log, sealed, await lines()],
      (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value),
    );
    expect(told).toContain("notification-secret-made");
    for (const secret of [first, second]) expect(told).not.toContain(secret);
  });

  test("is made once by two clicks at the same moment, and by nobody who may not", async () => {
    const { secretMark: shown } = await showSettings(ctx);
    const both = await Promise.allSettled([1, 2].map(() => rotateNotificationSecret(ctx, { shown })));
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(rotateNotificationSecret(ctx, { shown })).rejects.toMatchObject({ code: "conflict" });
    const viewer = rotateNotificationSecret(await as("view"), { shown });
    await expect(viewer).rejects.toMatchObject({ code: "forbidden" });
  });
});
