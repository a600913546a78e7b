import { beforeEach, expect, test } from "vitest";
import { listInvitations, listOwnInvitations } from "../../../src/core/invitations/own-invitations.ts";
import { makeAccount, makeInvitation, makeSession, makeUser } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";
import { join } from "../users/user-scene.ts";

const scene = inviteScene();
const make = (email: string, given: object = {}) =>
  makeInvitation(scene.t, { accountId: scene.accountId, email, ...given });
const addresses = (rows: { email: string }[]) => rows.map(({ email }) => email);

beforeEach(async () => {
  await scene.t.db.invitation.deleteMany();
  // Ids tell when a row was made, by the clock of the machine.
  scene.t.clock.set(new Date());
  const other = await makeAccount(scene.t.db);
  await make("open@acme.example");
  await make("expired@acme.example", { state: "expired" });
  await make("accepted@acme.example", { state: "accepted" });
  await make("revoked@acme.example", { state: "revoked" });
  await make("elsewhere@acme.example", { accountId: other.id });
});

test("open and expired invitations are listed, of all Accounts, one, or to one address", async () => {
  const list = async (given: object) => addresses(await listInvitations(scene.ctx, { take: 10, ...given }));
  expect(await list({})).toEqual(["open@acme.example", "expired@acme.example", "elsewhere@acme.example"]);
  expect(await list({ accountId: scene.accountId })).toEqual(["open@acme.example", "expired@acme.example"]);
  expect(await list({ email: "OPEN@acme.example" })).toEqual(["open@acme.example"]);
  const [first] = await listInvitations(scene.ctx, { take: 1 });
  expect(await list({ after: first?.id, take: 1 })).toEqual(["expired@acme.example"]);
});

test("the list needs users: view", async () => {
  const ctx = { ...scene.ctx, actor: { ...scene.ctx.actor, permissions: {} } };
  await expect(listInvitations(ctx, { take: 10 })).rejects.toMatchObject({ code: "forbidden" });
});

test("an Administrator sees those of the Account, with what kept the mail of one", async () => {
  const hanna = await makeUser(scene.t.db);
  await join(scene, hanna.id, scene.accountId, "Administrator");
  const ctx = { ...scene.t.app, actor: (await makeSession(scene.t, hanna)).actor };
  const { invitation } = await make("unsent@acme.example");
  await scene.t.db.secretLink.update({ where: { id: invitation.linkId }, data: { handedOverAt: null } });
  const about = { invitationId: invitation.id };
  await scene.t.db.mailing.create({ data: { kind: "invitation", about, trouble: "Refused." } });
  const listed = await listOwnInvitations(ctx, scene.accountId);
  expect(listed.map(({ email, trouble }) => [email, trouble])).toEqual([
    ["open@acme.example", null],
    ["expired@acme.example", null],
    ["unsent@acme.example", "Refused."],
  ]);
});
