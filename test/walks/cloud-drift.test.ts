import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importCloud } from "../../src/core/cloud/import-cloud.ts";
import { accountNames } from "../../src/core/kernel/names/account-name.ts";
import { makeAccount, makeUser } from "../support/factories.ts";
import { type CloudScene, startCloudScene } from "../support/cloud-scene.ts";
import { startWalk } from "../support/walk.ts";

describe("what differs from the Partner's cloud, played by a second instance", () => {
  let scene: CloudScene;
  const settings: Record<string, string> = { SWEEP_SECONDS: "3600" };
  beforeAll(async () => {
    scene = await startCloudScene();
    const { apiUrl, clientId, clientSecret } = scene.settings;
    Object.assign(settings, {
      CYCLR_API_URL: apiUrl,
      CYCLR_CLIENT_ID: clientId,
      CYCLR_CLIENT_SECRET: clientSecret,
      CYCLR_CALLS_PER_SECOND: "1000",
    });
  });
  const walk = startWalk({ store: "PostgreSQL", mode: "http" }, settings);
  afterAll(() => scene.stop());

  const db = () => walk.demo.app.db;
  const there = () => scene.there.db;
  const says = async (who: string, text: string, told: RegExp) => {
    await walk.stage.types(who, text);
    await walk.stage.isTold(who, told);
  };
  const numberOf = async (kind: string) =>
    (await db().cloudDrift.findFirstOrThrow({ where: { kind, goneAt: null } })).number;
  const named = async (apiId: string) =>
    (await there().account.findUnique({ where: { apiIdKey: apiId } }))?.name;

  test("nothing is compared before everything was taken over", async () => {
    await says("olivia", "/cyclr sync", /Not everything was taken over/);
    await says("olivia", "/cyclr drift", /Nothing differs[\s\S]*Not compared yet/);
    for (const [apiId, name] of [
      ["acme", "Acme Ltd"],
      ["harbour", "Harbour"],
      ["kestrel", "Kestrel Insurance"],
    ] as const) {
      const { id: accountId } = await makeAccount(there(), { apiId, name });
      const hanna = await there().user.findFirst({ where: { username: "hanna" } });
      const { id: userId } = hanna ?? (await makeUser(there(), { username: "hanna" }));
      await there().membership.create({ data: { userId, accountId } });
    }
    const { app } = walk.demo;
    if (!app.cloud) throw new Error("It is not connected");
    const operator = { kind: "operator", name: "root", surface: "command-line" } as const;
    await importCloud({ ...app, actor: operator }, app.cloud);
    await db().account.updateMany({ where: { apiId: "harbour" }, data: { name: "Harbour" } });
    await says("olivia", "/cyclr sync", /Compared 3 Accounts with Cyclr: nothing differs/);
    expect(await db().cloudDrift.count()).toBe(0);
  });

  test("differences are listed, and each is adopted, pushed or ignored", async () => {
    await makeAccount(there(), { apiId: "initech", name: "Initech" });
    const harbour = accountNames({ name: "Harbour Group", apiId: "harbour" });
    const kestrel = accountNames({ name: "Kestrel", apiId: "kestrel" });
    await there().account.update({ where: { apiIdKey: "harbour" }, data: harbour });
    await there().account.update({ where: { apiIdKey: "kestrel" }, data: kestrel });
    await there().account.delete({ where: { apiIdKey: "acme" } });
    await says("olivia", "/cyclr sync", /Compared 3 Accounts with Cyclr: 4 differences, 4 of them new/);
    await says("olivia", "/cyclr drift", /Initech[\s\S]*Decide…/);

    await says("olivia", `/cyclr settle ${await numberOf("account-new")} adopt`, /Queued/);
    await walk.stage.sees({}, /Adopted from Cyclr[\s\S]*Initech/);
    expect(await db().account.count({ where: { apiId: "initech", name: "Initech" } })).toBe(1);

    const row = await db().cloudDrift.findFirstOrThrow({ where: { there: "Harbour Group" } });
    await says("olivia", `/cyclr settle ${row.number} push`, /Queued/);
    await walk.stage.sees({}, /Sent to Cyclr[\s\S]*In Cyclr[\s\S]*done/);
    expect(await named("harbour")).toBe("Harbour");

    const other = await db().cloudDrift.findFirstOrThrow({ where: { there: "Kestrel" } });
    await says("olivia", `/cyclr settle ${other.number} ignore`, /Say why it is ignored/);
    await says("olivia", "/cyclr drift", /Decide…/);
    await walk.stage.presses("olivia", "Decide…");
    await walk.stage.seesForm("olivia", /Decide a difference[\s\S]*Because/);
    const decision = { number: String(other.number), how: "ignore", because: "its old name" };
    await walk.stage.submits("olivia", decision, /closed/);
    await walk.stage.sees({}, /Difference ignored[\s\S]*its old name/);
    await says("olivia", "/cyclr drift ignored", /Kestrel[\s\S]*its old name/);
  });

  test("an Account that has gone there is deleted here by the request that always does, and by nothing else", async () => {
    await says("olivia", "/cyclr sync", /1 difference, 0 of them new/);
    const number = await numberOf("account-gone");
    await says("olivia", `/cyclr settle ${number} adopt`, /Acme Ltd \(acme\) cannot be deleted yet/);
    await says("olivia", `/cyclr settle ${number} ignore because we keep its records`, /Queued/);
    await walk.stage.sees({}, /Difference ignored[\s\S]*we keep its records/);
    expect(await db().account.count({ where: { apiId: "acme" } })).toBe(1);
    await says("olivia", "/cyclr sync", /nothing differs/);
  });

  test("who may only look sees the list, and decides nothing", async () => {
    await says("vera", "/cyclr drift", /Nothing differs/);
    await says("vera", "/cyclr sync", /accounts: edit/);
    const before = await db().request.count();
    await says("vera", "/cyclr settle 1 adopt", /accounts: edit/);
    expect(await db().request.count()).toBe(before);
  });
});
