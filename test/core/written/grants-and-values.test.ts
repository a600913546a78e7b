import { beforeEach, describe, expect, test } from "vitest";
import { sweepGrants } from "../../../src/core/memberships/end-grant.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { giveBack } from "../../../src/core/memberships/record-grant-end.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import { tickAdministrators } from "../../../src/core/memberships/tick-administrators.ts";
import { cancelRequest } from "../../../src/core/kernel/requests/enter-queue-or-approval.ts";
import { after, days, hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { fillValues } from "../../../src/core/values/fill-values.ts";
import { issueValueLink } from "../../../src/core/values/issue-value-link.ts";
import { sweepValues } from "../../../src/core/values/sweep-values.ts";
import { makeAccount, makeSession, makeUser } from "../../support/factories.ts";
import { writtenBy } from "../../support/written.ts";
import { deployRequestScene } from "../marketplaces/deploy-request-scene.ts";
import { grantScene } from "../memberships/grant-scene.ts";
import { ask, join, manager } from "../users/user-scene.ts";

describe("a grant for a time that", () => {
  const { scene, inputOf, grant, grantOf, pass, iso, userId } = grantScene();
  const written = (work: () => Promise<unknown>) => writtenBy(scene.t, work);

  beforeEach(async () => {
    await scene.t.db.user.deleteMany({ where: { id: { not: userId() } } });
    await scene.t.db.user.update({
      where: { id: userId() },
      data: { username: "hanna", usernameKey: "hanna" },
    });
    await bystander();
  });

  /** Somebody who has one of their own here, and one that is over; and one that hanna had before. */
  async function bystander(): Promise<void> {
    const { db, clock } = scene.t;
    const other = await makeUser(db, { username: "bystander" });
    await join(scene, other.id, scene.accountId);
    await ask(scene, grantAdministratorRequest, {
      userId: other.id,
      accountId: scene.accountId,
      forMinutes: 20 * 60,
    });
    const over = after(clock.now(), -minutes(1));
    const ended = { startsAt: after(over, -minutes(60)), endsAt: over, endedAt: over, endSaidAt: over };
    for (const { id } of await db.membership.findMany({ where: { accountId: scene.accountId } }))
      await db.administratorGrant.create({ data: { membershipId: id, ...ended } });
  }

  test("is given, and asked about by the sweep", async () => {
    const given = await written(() => grant({ until: iso("10:00") }));
    scene.t.clock.advance(minutes(45));
    const asked = await written(() => sweepGrants(scene.t.app));
    expect([given, asked].join("\n\n")).toMatchSnapshot();
  });

  test("has run out", async () => {
    await grant({ forMinutes: 60 });
    await pass(minutes(46));
    scene.t.clock.advance(minutes(14));
    expect(await written(() => sweepGrants(scene.t.app))).toMatchSnapshot();
  });

  test("is given back", async () => {
    const submitted = await grant({ forMinutes: 60 });
    const { id } = await grantOf(submitted);
    await pass(minutes(46));
    expect(await written(() => giveBack(scene.ctx, id))).toMatchSnapshot();
  });

  test("is made lasting after it was asked about", async () => {
    await grant({ forMinutes: 60 });
    await pass(minutes(46));
    expect(await written(() => ask(scene, grantAdministratorRequest, inputOf({})))).toMatchSnapshot();
  });

  test("is revoked, with what is to come", async () => {
    await grant({ forMinutes: 60 });
    const { id: membershipId } = await scene.t.db.membership.findFirstOrThrow({
      where: { userId: userId() },
    });
    const startsAt = new Date(scene.t.clock.now().getTime() + days(1));
    await scene.t.db.administratorGrant.create({ data: { membershipId, startsAt } });
    await pass(minutes(1));
    expect(await written(() => ask(scene, revokeAdministratorRequest, inputOf({})))).toMatchSnapshot();
  });

  test("is over, or lasting, by the ticks of a list", async () => {
    await grant({ forMinutes: 60 });
    const other = await makeUser(scene.t.db, { username: "other" });
    await join(scene, other.id, scene.accountId);
    await ask(scene, grantAdministratorRequest, {
      userId: other.id,
      accountId: scene.accountId,
      forMinutes: 60,
    });
    const ticks = { accountId: scene.accountId, grant: [other.id], revoke: [userId()] };
    const boss = await manager(scene);
    expect(await written(() => ask(scene, setAdministratorsRequest, ticks, boss))).toMatchSnapshot();
  });

  test("is over by the ticks of an Administrator of the Account", async () => {
    await grant({ forMinutes: 60 });
    const other = await makeUser(scene.t.db, { username: "other" });
    await join(scene, other.id, scene.accountId, "Administrator");
    const { actor } = await makeSession(scene.t, other);
    const ticks = { accountId: scene.accountId, grant: [], revoke: [userId()] };
    expect(await written(() => tickAdministrators({ ...scene.t.app, actor }, ticks))).toMatchSnapshot();
  });
});

describe("values that are", () => {
  let others = 0;
  const scene = deployRequestScene();
  const written = (work: () => Promise<unknown>) => writtenBy(scene.t, work);
  const waiting = async () => (await scene.submit({ connectorIds: [scene.shop.id] })).requestId;
  /** What others wait for stays as it is, though they wait longer. */
  beforeEach(async () => {
    await scene.t.db.request.deleteMany();
    const other = await scene.as({ marketplaces: "edit", users: "edit", accounts: "manage" });
    const account = await makeAccount(scene.t.db, { name: "Other", apiId: `other-${(others += 1)}` });
    const input = { connectorIds: [scene.shop.id], accountId: account.id };
    const { requestId } = await scene.submit(input, other);
    await issueValueLink(other, requestId);
    const expiresAt = after(scene.t.clock.now(), days(30));
    await scene.t.db.request.update({ where: { id: requestId }, data: { expiresAt } });
  });
  const tokenOf = (url: string) => url.split("/").at(-1) ?? "";
  const invitee = { kind: "invitee", name: "ed", surface: "web" } as const;
  const give = async (requestId: string) => {
    const { url } = await issueValueLink(scene.ctx, requestId);
    const { name, version } = scene.shop;
    const values = [{ name, version, authValue: "sk_live_0123", properties: [] }];
    await fillValues({ ...scene.t.app, actor: invitee }, { token: tokenOf(url), values });
  };

  test("asked for by a link", async () => {
    const requestId = await waiting();
    expect(await written(() => issueValueLink(scene.ctx, requestId))).toMatchSnapshot();
  });

  test("asked for by a second link, at the end of the day", async () => {
    const requestId = await waiting();
    await issueValueLink(scene.ctx, requestId);
    scene.t.clock.advance(hours(23.5));
    expect(await written(() => issueValueLink(scene.ctx, requestId))).toMatchSnapshot();
  });

  test("given", async () => {
    const requestId = await waiting();
    expect(await written(() => give(requestId))).toMatchSnapshot();
  });

  test("not given in a day", async () => {
    await waiting();
    scene.t.clock.advance(days(1));
    expect(await written(() => sweepValues(scene.t.app))).toMatchSnapshot();
  });

  test("not needed any more", async () => {
    const requestId = await waiting();
    expect(await written(() => cancelRequest(scene.ctx, requestId))).toMatchSnapshot();
  });

  test.each(["done", "cancelled", "denied", "expired", "failed", "queued", "awaitingApproval"] as const)(
    "given to a Request that is %s, a day later",
    async (status) => {
      const requestId = await waiting();
      await give(requestId);
      const finishedAt = scene.t.clock.now();
      await scene.t.db.request.update({ where: { id: requestId }, data: { status, finishedAt } });
      scene.t.clock.advance(days(1) - 1);
      const early = await written(() => sweepValues(scene.t.app));
      scene.t.clock.advance(1);
      expect(`${early}\n\n${await written(() => sweepValues(scene.t.app))}`).toMatchSnapshot();
    },
  );
});
