import { beforeEach, describe, expect, test } from "vitest";
import { asksNobody } from "../../../src/core/cloud/asks-nobody.ts";
import { remindOfSteps } from "../../../src/core/cloud/remind-of-steps.ts";
import { asksByHand } from "../../../src/core/cloud/steps-from-audit.ts";
import { auditActions, type AuditAction } from "../../../src/core/kernel/audit/audit-actions.ts";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
import { cannotByHand, doneByHand } from "../../../src/core/kernel/requests/settle-effect.ts";
import { hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { addAccountsRequest } from "../../../src/core/memberships/add-accounts.ts";
import { sweepGrants } from "../../../src/core/memberships/end-grant.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { carryOut } from "../accounts/account-scene.ts";
import { ask, step, steps } from "./by-hand-scene.ts";
import { connect, known, scene, withoutCloud } from "./connected-scene.ts";

connect();

beforeEach(async () => {
  await ask();
  await scene.t.db.cloudEffect.deleteMany();
});

describe("nobody keeps more there than here", () => {
  test("whose level was given before anybody was asked, and is taken away now", async () => {
    const { account, userId, username } = await known();
    const who = { userId, accountId: account.id };
    await ask();
    await withoutCloud(() => carryOut(scene, grantAdministratorRequest, who));
    await ask();
    await scene.t.db.cloudEffect.deleteMany();
    await carryOut(scene, revokeAdministratorRequest, who);
    await ask();
    expect(await steps()).toMatchObject([{ about: { level: "Access", userName: username } }]);
  });

  test("who was made one and lost it again before anybody was asked", async () => {
    const { account, userId } = await known();
    const who = { userId, accountId: account.id };
    await ask();
    await carryOut(scene, grantAdministratorRequest, who);
    await carryOut(scene, revokeAdministratorRequest, who);
    await ask();
    expect(await steps()).toMatchObject([{ about: { level: "Access" } }]);
  });

  test("whose tick somebody cannot take away: it is told to more people all the same", async () => {
    const { account, userId } = await known();
    await ask();
    await carryOut(scene, grantAdministratorRequest, { userId, accountId: account.id, forMinutes: 30 });
    scene.t.clock.advance(minutes(31));
    await sweepGrants(scene.t.app);
    await ask();
    await cannotByHand(scene.ctx, (await step()).id, { because: "I am locked out" });
    scene.t.clock.advance(hours(1));
    expect(await remindOfSteps(scene.t.app)).toBe(1);
    expect(await scene.t.db.auditEvent.count({ where: { action: "cloud-change-escalated" } })).toBe(1);
  });
});

test("who is removed and added again as Administrator is ticked again there", async () => {
  const { account, userId } = await known();
  const who = { userId, accountId: account.id };
  await ask();
  await carryOut(scene, grantAdministratorRequest, who);
  await ask();
  await doneByHand(scene.ctx, (await step()).id);
  await carryOut(scene, removeUserRequest, who);
  await ask();
  await carryOut(scene, addAccountsRequest, { userId, accountIds: [], administratorOf: [account.id] });
  await ask();
  const open = (await steps()).filter(({ doneAt, undoneAt }) => !doneAt && !undoneAt);
  expect(open.map(({ kind }) => kind)).toEqual(["give-access", "set-level"]);
});

test.each([
  ["settings-changed", "partner-settings"],
  ["marketplace-renamed", "marketplaces"],
  ["console-user-frozen", "console-users"],
] satisfies [AuditAction, string][])("%s is done in the Console as well", async (action, kind) => {
  await known();
  await ask();
  await recordAudit(scene.t.db, by(scene.t.app, systemActor), { action, subject: { kind, name: "Retail" } });
  await ask();
  expect(await steps()).toMatchObject([{ kind, accountId: null, requestId: null }]);
});

test("whatever is audited has a call, a step by hand, or is ours alone", () => {
  const known = [...Object.keys(asksByHand), ...Object.keys(asksNobody)];
  expect(known.toSorted()).toEqual([...auditActions].toSorted());
});
