import { beforeAll, describe, expect, test } from "vitest";
import {
  changePartnerAccount,
  createPartnerAccount,
  deletePartnerAccount,
} from "../../../src/core/accounts/accounts-of-partner.ts";
import type { ApiClientActor, Context } from "../../../src/core/context.ts";
import { apiClientActor } from "../../../src/core/kernel/access/api-client-actor.ts";
import { minutes } from "../../../src/core/kernel/time/clock.ts";
import { deployMarketplace } from "../../../src/core/marketplaces/deploy-marketplace.ts";
import { removePartnerAccountUser } from "../../../src/core/memberships/account-users-of-partner.ts";
import { clientByOperator } from "../../support/client-by-operator.ts";
import { makeAccount } from "../../support/factories.ts";
import { makeMarketplace } from "../../support/marketplace-factories.ts";
import { recoverLater } from "../../support/recover-all.ts";
import { refusalOf } from "../accounts/account-scene.ts";
import {
  cloud,
  connect,
  known,
  met,
  nextSerial,
  runFor,
  scene,
  there,
  withoutCloud,
} from "./connected-scene.ts";

connect();

let client: Context<ApiClientActor>;
beforeAll(async () => {
  const { client: row } = await clientByOperator(scene.t.app, { name: "Billing" });
  client = { ...scene.t.app, actor: apiClientActor(row) };
});

const fresh = () => `api-${nextSerial()}`;
const audited = async () => {
  const events = await scene.t.db.auditEvent.findMany({
    where: { action: { in: ["cloud-change-done", "cloud-change-failed"] } },
    orderBy: { id: "desc" },
    take: 1,
  });
  return events.map(({ action, actorName, subjectName, after }) => [
    action,
    actorName,
    subjectName,
    after,
  ])[0];
};

describe("what an application changes by the API", () => {
  test("is made, changed and deleted there as well, and audited", async () => {
    const apiId = fresh();
    await createPartnerAccount(client, { name: "By API", apiId, run: {} });
    await scene.t.runJobs();
    expect(await there(apiId)).toMatchObject({ name: "By API" });
    expect(await audited()).toEqual(["cloud-change-done", "cyclr-access", `the new Account ${apiId}`, null]);
    await changePartnerAccount(client, apiId, { name: "Renamed", run: {} });
    await scene.t.runJobs();
    expect(await there(apiId)).toMatchObject({ name: "Renamed" });
    await deletePartnerAccount(client, apiId);
    await scene.t.runJobs();
    expect(await there(apiId)).toBeNull();
  });

  test("a user that it removes is removed there", async () => {
    const { account, userId } = await known();
    const { username } = await scene.t.db.user.findUniqueOrThrow({ where: { id: userId } });
    await removePartnerAccountUser(client, { account: account.apiId, username });
    await scene.t.runJobs();
    expect(await there(account.apiId)).toMatchObject({ memberships: [] });
  });

  test("an API ID in use there is refused before anything is made", async () => {
    const apiId = fresh();
    await makeAccount(cloud.there.db, { apiId });
    expect(await refusalOf(createPartnerAccount(client, { name: "Mine", apiId, run: {} }))).toMatchObject({
      code: "conflict",
      field: "apiId",
    });
    expect(await scene.t.db.account.count({ where: { apiId } })).toBe(0);
  });

  test("an Account with sub-accounts there stays", async () => {
    const { account } = await known();
    const parent = await cloud.there.db.account.findFirstOrThrow({ where: { apiId: account.apiId } });
    await makeAccount(cloud.there.db, { parentId: parent.id });
    expect(await refusalOf(deletePartnerAccount(client, account.apiId))).toMatchObject({ code: "conflict" });
    expect(await scene.t.db.account.count({ where: { id: account.id } })).toBe(1);
  });

  test("while the cloud is away it is told to come again, and nothing is made", async () => {
    met.fault = "away";
    const apiId = fresh();
    expect(await refusalOf(createPartnerAccount(client, { name: "Later", apiId, run: {} }))).toMatchObject({
      retryable: true,
      message: "Cyclr's cloud answers 503.",
    });
    expect(await scene.t.db.account.count({ where: { apiId } })).toBe(0);
  });

  test("what is refused there is audited as well", async () => {
    met.fault = "refusing";
    const apiId = fresh();
    await createPartnerAccount(client, { name: "By API", apiId, run: {} });
    await scene.t.runJobs();
    expect(await audited()).toEqual([
      "cloud-change-failed",
      "cyclr-access",
      `the new Account ${apiId}`,
      { trouble: "Cyclr's cloud answers 400." },
    ]);
  });
});

describe("a deployment", () => {
  const deploy = async (apiId: string) =>
    deployMarketplace(client, {
      marketplaceId: (await makeMarketplace(scene.t.db)).id,
      account: { apiId, name: "Deployed" },
      user: { kind: "api-user" },
      authentications: [],
      inlineOAuth: false,
      completeParameter: null,
      requestId: null,
    });

  test("that makes an Account makes it there as well", async () => {
    const apiId = fresh();
    await deploy(apiId);
    await scene.t.runJobs();
    expect(await there(apiId)).toMatchObject({ name: "Deployed" });
  });

  test("makes none whose API ID is in use there", async () => {
    const apiId = fresh();
    await makeAccount(cloud.there.db, { apiId });
    expect(await refusalOf(deploy(apiId))).toMatchObject({ code: "conflict", field: "apiId" });
    expect(await scene.t.db.account.count({ where: { apiId } })).toBe(0);
  });
});

test("what waits when the variables are taken away is left alone, and goes on when they are back", async () => {
  const apiId = fresh();
  met.fault = "changes away";
  await createPartnerAccount(client, { name: "Waits", apiId, run: {} });
  await scene.t.runJobs();
  met.fault = "none";
  await withoutCloud(async () => {
    scene.t.clock.advance(minutes(60));
    scene.t.queue.waiting.length = 0;
    expect(await recoverLater(scene.t)).toBe(0);
  });
  await runFor(minutes(2));
  expect(await there(apiId)).toMatchObject({ name: "Waits" });
});

test("an Account whose active cycles cannot be asked for is deleted in the Console", async () => {
  const { account } = await known("größe");
  expect(await refusalOf(deletePartnerAccount(client, account.apiId))).toMatchObject({
    code: "conflict",
    message: "The API ID “größe” cannot stand in a call. Do this in the Console itself. Nothing was changed.",
  });
});
