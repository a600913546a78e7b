import { afterAll, beforeAll, expect, test } from "vitest";
import { checkCloud } from "../../../src/core/cloud/check-cloud.ts";
import { createCloud } from "../../../src/core/app.ts";
import { cloudPace } from "../../../src/core/kernel/cloud/cloud-pace.ts";
import type { Cloud } from "../../../src/core/kernel/cloud/cloud.ts";
import { type CloudScene, startCloudScene } from "../../support/cloud-scene.ts";
import { join } from "../../support/account-scene.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let scene: CloudScene;
let t: TestApp;
beforeAll(async () => {
  [scene, t] = await Promise.all([startCloudScene(), createTestApp()]);
});
afterAll(async () => {
  await Promise.all([scene.stop(), t.close()]);
});

async function checked(cloud: Cloud): Promise<string[]> {
  const lines: string[] = [];
  for await (const { call, works, says } of checkCloud(cloud)) lines.push(`${works} ${call}: ${says}`);
  return lines;
}

test("without an Account what needs one is not tried, and does not count as failed", async () => {
  expect(await checked(scene.cloudOf(t))).toEqual([
    "true GET /accounts: 0 Accounts on the first of 0 pages",
    "null GET /accounts/{id}: there is no Account to try it with",
    "null GET /accounts/{id}/subaccounts: there is no Account to try it with",
    "null GET /accounts/{id}/users: there is no Account to try it with",
    "true GET /accounts/{id} of an Account that is not there: 404, as it should",
  ]);
});

test("each call that only reads is tried, and nothing is changed there", async () => {
  const account = await makeAccount(scene.there.db, { name: "Acme Ltd", apiId: "acme" });
  await join(scene.there.db, (await makeUser(scene.there.db)).id, account.id);
  const stands = async () => {
    const { db } = scene.there;
    return Promise.all([db.account.findMany(), db.user.findMany(), db.membership.findMany()]);
  };
  const before = await stands();
  expect(await checked(scene.cloudOf(t))).toEqual([
    "true GET /accounts: 1 Account on the first of 1 page",
    "true GET /accounts/{id}: “Acme Ltd”",
    "true GET /accounts/{id}/subaccounts: 0 sub-accounts",
    "true GET /accounts/{id}/users: 1 user",
    "true GET /accounts/{id} of an Account that is not there: 404, as it should",
  ]);
  expect(await stands()).toEqual(before);
});

test("credentials that are wrong fail at each call, in one sentence", async () => {
  const settings = { ...scene.settings, clientSecret: "wrong" };
  const lines = await checked(createCloud(settings, { pace: cloudPace(t, 1000) }));
  expect(lines[0]).toBe(
    "false GET /accounts: Cyclr's cloud does not accept CYCLR_CLIENT_ID and CYCLR_CLIENT_SECRET.",
  );
});
