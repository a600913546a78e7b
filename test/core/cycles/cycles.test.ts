import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { AccountActor, Context } from "../../../src/core/context.ts";
import { adjustCycle, createCycle } from "../../../src/core/cycles/adjust-cycle.ts";
import { dueSoon } from "../../../src/core/kernel/outbox/outbox.ts";
import { deleteCycle, readCycle } from "../../../src/core/cycles/record-cycle-event.ts";
import { startCycle, stopCycle } from "../../../src/core/cycles/switch-cycle.ts";
import { listCycles } from "../../../src/core/cycles/list-cycles.ts";
import { installTemplate } from "../../../src/core/connectors/install-template.ts";
import { accountScene, makeTemplate } from "../../support/account-scene.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";

const scene = accountScene();
const audit = auditOfTest(() => scene.t.db);

const install = async (ctx: Context<AccountActor> = scene.ann) => {
  const { id } = await makeTemplate(scene.t.db, { steps: [{ name: "Read orders" }] });
  return installTemplate(ctx, { accountId: scene.accountId, templateId: id });
};

const eventsOf = () =>
  scene.t.db.cycleEvent.findMany({ where: { accountId: scene.accountId }, orderBy: { id: "asc" } });

describe("a cycle", () => {
  test("is made paused, with its steps, and told to nobody", async () => {
    const cycle = await createCycle(scene.ann, {
      accountId: scene.accountId,
      name: " Orders ",
      steps: [{ name: "Read orders", connector: "Shop", values: [{ name: "Since", value: "yesterday" }] }],
    });
    expect(cycle).toMatchObject({ name: "Orders", status: "Paused", version: 1, templateId: null });
    expect(cycle.steps).toEqual([
      { name: "Read orders", connector: "Shop", method: "", values: [{ name: "Since", value: "yesterday" }] },
    ]);
    expect(await eventsOf()).toEqual([]);
    expect(await audit("cycle-created")).toMatchObject([{ actorKind: "account-user", actorName: "ann" }]);
  });

  test("is adjusted in part, and stored unchanged changes nothing", async () => {
    const { accountId } = scene;
    const { id: cycleId } = await install();
    const adjusted = await adjustCycle(scene.ann, { accountId, cycleId, name: "Renamed" });
    expect(adjusted).toMatchObject({ name: "Renamed", version: 2 });
    expect(adjusted.steps).toMatchObject([{ name: "Read orders" }]);
    const again = await adjustCycle(scene.ann, {
      accountId,
      cycleId,
      name: "Renamed",
      steps: [{ name: "Read orders" }],
    });
    expect(again.version).toBe(2);
    expect(await audit("cycle-adjusted")).toHaveLength(1);
  });

  test("of which another version was read is not written over", async () => {
    const { accountId } = scene;
    const { id: cycleId } = await install();
    await adjustCycle(scene.ann, { accountId, cycleId, name: "First", version: 1 });
    const second = adjustCycle(scene.ann, { accountId, cycleId, name: "Second", version: 1 });
    await expect(second).rejects.toMatchObject({ code: "conflict", field: "version" });
    expect((await readCycle(scene.ann, { accountId, cycleId })).name).toBe("First");
  });

  test("that runs is neither adjusted nor deleted", async () => {
    const { accountId } = scene;
    const { id: cycleId } = await install();
    await startCycle(scene.ann, { accountId, cycleId });
    const conflict = { code: "conflict", message: expect.stringContaining("is running") };
    await expect(adjustCycle(scene.ann, { accountId, cycleId, name: "x" })).rejects.toMatchObject(conflict);
    await expect(deleteCycle(scene.ann, { accountId, cycleId })).rejects.toMatchObject(conflict);
    expect(await readCycle(scene.ann, { accountId, cycleId })).toMatchObject({
      status: "Active",
      version: 1,
    });
  });

  test("is started and stopped once, however often that is asked", async () => {
    const { accountId } = scene;
    const { id: cycleId } = await install();
    const starts = await Promise.all([1, 2, 3].map(() => startCycle(scene.ann, { accountId, cycleId })));
    expect(starts.filter(({ changed }) => changed)).toHaveLength(1);
    expect(starts.every(({ cycle }) => cycle.status === "Active")).toBe(true);
    await stopCycle(scene.client, { accountId, cycleId });
    expect((await stopCycle(scene.client, { accountId, cycleId })).changed).toBe(false);
    expect((await eventsOf()).map(({ status }) => status)).toEqual(["installed", "started", "stopped"]);
    expect(await audit("cycle-started")).toHaveLength(1);
  });

  test("that starts while it is deleted is either running or gone", async () => {
    const { accountId } = scene;
    for (let tries = 0; tries < 5; tries += 1) {
      const { id: cycleId } = await install();
      const [started, deleted] = await Promise.allSettled([
        startCycle(scene.ann, { accountId, cycleId }),
        deleteCycle(scene.ann, { accountId, cycleId }),
      ]);
      expect([started.status, deleted.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    }
  });

  test("that was installed is told to be gone, by its name, and one of own building is not", async () => {
    const { accountId } = scene;
    const { id: cycleId, name } = await install();
    await deleteCycle(scene.ann, { accountId, cycleId });
    const own = await createCycle(scene.ann, { accountId, name: "Own" });
    await deleteCycle(scene.ann, { accountId, cycleId: own.id });
    expect(await eventsOf()).toMatchObject([
      { status: "installed", cycleId: null, cycleName: name },
      { status: "uninstalled", cycleId: null, cycleName: name },
    ]);
    await expect(deleteCycle(scene.ann, { accountId, cycleId })).rejects.toMatchObject({ code: "not-found" });
  });

  test.each(["nonsense", randomUUID(), "'; DROP TABLE x", ""])("is not found by %j", async (cycleId) => {
    const reading = readCycle(scene.ann, { accountId: scene.accountId, cycleId });
    await expect(reading).rejects.toMatchObject({ code: "not-found" });
  });

  test("of another Account is not found, though both are open to the reader", async () => {
    const { id: cycleId } = await install();
    const { id: accountId } = await makeAccount(scene.t.db);
    for (const reach of [readCycle, startCycle, deleteCycle])
      await expect(reach(scene.client, { accountId, cycleId })).rejects.toMatchObject({ code: "not-found" });
  });

  test.each([
    [{ name: "" }, "name"],
    [{ name: "a\u0000b" }, "name"],
    [{ name: "\uD800" }, "name"],
    [{ name: "x".repeat(201) }, "name"],
    [{ name: "Good", steps: [{ name: "Good" }, { name: "" }] }, "steps[1].name"],
  ])("with %j is refused at its field", async (given, field) => {
    const making = createCycle(scene.ann, { accountId: scene.accountId, ...given });
    await expect(making).rejects.toMatchObject({ code: "invalid", field });
  });

  test("stands in a list, page by page", async () => {
    const { accountId } = scene;
    for (const name of ["a", "b", "c"]) await createCycle(scene.ann, { accountId, name });
    const page = await listCycles(scene.ann, { accountId, page: 2, pageSize: 2 });
    expect(page).toMatchObject({ totalPages: 2, rows: [{ name: "c" }] });
    expect(await listCycles(scene.ann, { accountId, page: 9 })).toMatchObject({ totalPages: 1, rows: [] });
  });
});

describe("what is done to a cycle", () => {
  test("is attributed to the User, with what their deployment asked to be told", async () => {
    const { db } = scene.t;
    const marketplace = await db.marketplace.create({ data: { name: "M", nameKey: randomUUID() } });
    const deployment = {
      marketplaceId: marketplace.id,
      accountId: scene.accountId,
      completeParameter: "order 7",
    };
    const { id: deploymentId } = await db.deployment.create({ data: deployment });
    await install({ ...scene.ann, actor: { ...scene.ann.actor, deploymentId } });
    expect(await eventsOf()).toMatchObject([
      { userId: scene.ann.actor.id, actorName: "ann", completeParameter: "order 7", notifyUrl: null },
    ]);
  });

  test("by an application is attributed to it by name, and to the Account's API User once there is one", async () => {
    await install(scene.client);
    const apiUser = await makeUser(scene.t.db);
    await scene.t.db.user.update({ where: { id: apiUser.id }, data: { apiUserOfId: scene.accountId } });
    await install(scene.client);
    expect(await eventsOf()).toMatchObject([
      { userId: null, actorName: "Billing app" },
      { userId: apiUser.id, actorName: "Billing app" },
    ]);
  });

  test("is left to be told to the notification URL of that moment, also with the queue down", async () => {
    const { db, queue } = scene.t;
    const notificationUrl = "https://hooks.partner.example/cyclr";
    await db.partner.update({ where: { id: 1 }, data: { notificationUrl } });
    await install();
    queue.down = true;
    await install();
    queue.down = false;
    await db.partner.update({ where: { id: 1 }, data: { notificationUrl: null } });
    expect(await eventsOf()).toMatchObject([
      { notifyUrl: notificationUrl, ...dueSoon(scene.t.clock.now()) },
      { notifyUrl: notificationUrl, ...dueSoon(scene.t.clock.now()) },
    ]);
  });
});
