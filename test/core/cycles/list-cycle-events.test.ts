import { expect, test } from "vitest";
import { activityListing } from "../../../src/bot/cycles/activity.ts";
import { installTemplate } from "../../../src/core/connectors/install-template.ts";
import { startCycle, stopCycle } from "../../../src/core/cycles/switch-cycle.ts";
import type { AccountUserActor } from "../../../src/core/context.ts";
import { deployMarketplace } from "../../../src/core/marketplaces/deploy-marketplace.ts";
import { makeActor, makeUser } from "../../support/factories.ts";
import { makeTemplate } from "../../support/marketplace-factories.ts";
import { deployScene } from "../marketplaces/deploy-scene.ts";

const scene = deployScene();

test("an Account's activity tells who did what to which cycle, newest first, page by page", async () => {
  const user = await makeUser(scene.t.db, { username: "hanna.<!channel>" });
  const as = { kind: "known", userId: user.id } as const;
  const { deployment, account } = await deployMarketplace(scene.trusted(), scene.deploy({ user: as }));
  const actor: AccountUserActor = {
    kind: "account-user",
    id: user.id,
    name: user.username,
    sessionId: "none",
    onlyAccountId: account.id,
    deploymentId: deployment.id,
    surface: "web",
  };
  const ctx = { ...scene.t.app, actor };
  const template = await makeTemplate(scene.t.db);
  const where = { accountId: account.id };
  const { id: cycleId } = await installTemplate(ctx, { ...where, templateId: template.id });
  for (let round = 0; round < 6; round += 1) {
    await startCycle(ctx, { ...where, cycleId });
    await stopCycle(ctx, { ...where, cycleId });
  }
  const reader = await makeActor(scene.t, { permissions: { accounts: "view" } });
  const load = (after?: string) =>
    activityListing.load({ ...scene.t.app, actor: reader }, [account.apiId], after);
  const first = await load();
  expect(first.rows).toHaveLength(10);
  expect(first.rows[0]).toMatch(/hanna\.&lt;!channel&gt;.* stopped “.*Template/);
  const second = await load(first.next);
  expect(second.next).toBeUndefined();
  expect(second.rows.at(-1)).toMatch(/ installed “.* · told to nobody/);
  expect(new Set([...first.rows, ...second.rows].map((row) => row)).size).toBeGreaterThan(2);
  expect(first.rows.length + second.rows.length).toBe(13);
  const powerless = await makeActor(scene.t, { permissions: { users: "manage" } });
  const refused = activityListing.load({ ...scene.t.app, actor: powerless }, [account.apiId], undefined);
  await expect(refused).rejects.toMatchObject({ code: "forbidden" });
});
