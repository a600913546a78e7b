import { expect, test } from "vitest";
import { days, minutes } from "../../src/core/kernel/time/clock.ts";
import type { Account } from "../../src/core/generated/prisma/client.ts";
import { settingsMark } from "../../src/core/accounts/change-account-settings.ts";
import { makeInvitation, makeUser } from "../support/factories.ts";
import { makeMember, signedInAs, staffedAccount } from "./account-scene.ts";
import { leadsTo, textOf, tokenOfForm, type Visitor, valueOf } from "./visitor.ts";
import { webScene } from "./web-scene.ts";

const scene = webScene();

const levels = async ({ id }: Account) => {
  const members = await scene.t.db.membership.findMany({
    where: { accountId: id },
    include: { user: true, grants: { where: { endsAt: null } } },
    orderBy: { createdAt: "asc" },
  });
  return Object.fromEntries(members.map(({ user, grants }) => [user.username, grants.length > 0]));
};
const audited = (accountId: string) =>
  scene.t.db.auditEvent
    .findMany({ where: { accountId }, orderBy: { id: "asc" } })
    .then((rows) => rows.map(({ action, actorName }) => [action, actorName]));

const tick = (to: Visitor, path: string, shown: string[], was: string[], is: string[]) => {
  const named = (name: string, ids: string[]) => ids.map((id): [string, string] => [name, id]);
  const pairs = [...named("shown", shown), ...named("was", was), ...named("is", is)];
  return to.open(`${path}/users`).then((html) => {
    const body = new URLSearchParams([...pairs, ["formToken", tokenOfForm(html)]]);
    return to.request(`${path}/users`, {
      method: "POST",
      body,
      headers: { origin: "null", "sec-fetch-site": "same-origin" },
    });
  });
};

test("saves the ticks together, and leaves alone whoever was not shown or was changed meanwhile", async () => {
  const { account, ann, bob, admin, path } = await staffedAccount(scene);
  const unseen = await makeUser(scene.t.db);
  await makeMember(scene.t, unseen, account, { administrator: true });
  const saved = await tick(admin, path, [ann.id, bob.id], [ann.id], [bob.id, ann.id]);
  expect(leadsTo(saved)).toBe(`${path}/users?said=saved`);
  expect(await levels(account)).toEqual({
    [ann.username]: true,
    [bob.username]: true,
    [unseen.username]: true,
  });
  // She gives it up herself; the page is no longer hers.
  expect((await tick(admin, path, [ann.id], [ann.id], [])).status).toBe(303);
  expect((await admin.request(`${path}/users`)).status).toBe(403);
  expect(await levels(account)).toMatchObject({ [ann.username]: false, [bob.username]: true });
  expect((await audited(account.id)).map(([action]) => action)).toEqual([
    "administrator-granted",
    "administrator-revoked",
    "refused",
  ]);
});

test("keeps the last Administrator, whoever takes whom away, also at the same moment", async () => {
  const { account, ann, bob, admin, plain, path } = await staffedAccount(scene);
  const refused = await tick(admin, path, [ann.id], [ann.id], []);
  expect([refused.status, textOf(await refused.text())]).toEqual([
    409,
    expect.stringContaining("An account needs at least one Administrator"),
  ]);
  // Somebody who is suspended keeps nobody's place.
  const suspended = await makeUser(scene.t.db);
  await makeMember(scene.t, suspended, account, { administrator: true, suspended: true });
  expect((await tick(admin, path, [ann.id], [ann.id], [])).status).toBe(409);
  await tick(admin, path, [bob.id], [], [bob.id]);
  const each = await Promise.all([
    tick(admin, path, [bob.id], [bob.id], []),
    tick(plain, path, [ann.id], [ann.id], []),
  ]);
  expect(new Set(each.map(({ status }) => status))).toEqual(new Set([303, 403]));
  const left = Object.values(await levels(account)).filter(Boolean);
  expect(left).toHaveLength(2);
});

test("refuses ticks for whoever is no member", async () => {
  const { admin, path } = await staffedAccount(scene);
  const stranger = await makeUser(scene.t.db);
  expect((await tick(admin, path, [stranger.id], [], [stranger.id])).status).toBe(409);
  expect(await scene.t.db.membership.count({ where: { userId: stranger.id } })).toBe(0);
});

test("changes name and description, and overwrites nobody's change meanwhile", async () => {
  const { account, ann, admin, path } = await staffedAccount(scene);
  const html = await admin.open(`${path}/settings`);
  expect(valueOf(html, "name")).toBe("Acme Ltd");
  const shown = settingsMark(account);
  const typed = { shown, name: "Acme <Group>", description: "One\r\ntwo" };
  expect(leadsTo(await admin.send(`${path}/settings`, typed))).toBe(`${path}/settings?said=saved`);
  const changed = await scene.t.db.account.findUniqueOrThrow({ where: { id: account.id } });
  expect(changed).toMatchObject({ name: "Acme <Group>", description: "One\ntwo", apiId: account.apiId });
  expect(await audited(account.id)).toEqual([["account-settings-changed", ann.username]]);
  const late = await admin.send(`${path}/settings`, { ...typed, name: "Other" });
  expect([late.status, textOf(await late.text())]).toEqual([
    409,
    expect.stringContaining("Somebody changed these settings meanwhile."),
  ]);
  const sly = { ...typed, shown: settingsMark(changed), name: changed.name, apiId: "mine", parentId: "x" };
  await admin.send(`${path}/settings`, sly);
  expect((await scene.t.db.account.findUniqueOrThrow({ where: { id: account.id } })).apiId).toBe(
    account.apiId,
  );
  const bare = await admin.send(`${path}/settings`, { shown: settingsMark(changed), name: " " });
  expect(textOf(await bare.text())).toContain("Name: Enter a name.");
});

test("as plain Access: no page of Administrators opens, and no forged form does anything", async () => {
  const { account, ann, bob, plain, path } = await staffedAccount(scene);
  const { invitation } = await makeInvitation(scene.t, { accountId: account.id });
  const formToken = tokenOfForm(await plain.open(path));
  const forged: [string, Record<string, string>][] = [
    [`${path}/invitations/new`, { email: "friend@acme.example", asAdministrator: "on" }],
    [`${path}/invitations`, { do: "resend", invitation: invitation.id }],
    [`${path}/invitations`, { do: "revoke", invitation: invitation.id }],
    [`${path}/users`, { shown: bob.id, is: bob.id }],
    [`${path}/users`, { shown: ann.id, was: ann.id }],
    [`${path}/settings`, { shown: settingsMark(account), name: "Mine", description: "" }],
  ];
  for (const [to, fields] of forged) {
    expect((await plain.request(to)).status).toBe(403);
    const response = await plain.send(to, { ...fields, formToken });
    expect(response.status).toBe(403);
    expect(textOf(await response.text())).toContain("Only Administrators of this account can do that.");
  }
  expect(await levels(account)).toEqual({ [ann.username]: true, [bob.username]: false });
  expect(await scene.t.db.account.findUnique({ where: { id: account.id } })).toEqual(account);
  expect(await scene.t.db.invitation.findMany({ where: { accountId: account.id } })).toEqual([invitation]);
  const told = await audited(account.id);
  expect(told).toEqual(Array.from({ length: 12 }, () => ["refused", bob.username]));
  expect(textOf(await plain.open(path))).not.toMatch(/Users|Invitations|Settings Settings/);
});

test("takes a level away from the very next request on, also where a grant simply ends", async () => {
  const { account, ann, admin, path } = await staffedAccount(scene);
  const endsAt = new Date(scene.t.clock.now().getTime() + days(1));
  await scene.t.db.administratorGrant.updateMany({
    where: { membership: { userId: ann.id, accountId: account.id } },
    data: { endsAt },
  });
  expect((await admin.request(`${path}/users`)).status).toBe(200);
  scene.t.clock.advance(minutes(50));
  const later = await signedInAs(scene, ann);
  scene.t.clock.set(endsAt);
  expect((await (await signedInAs(scene, ann)).request(`${path}/users`)).status).toBe(403);
  expect((await later.request(path)).status).toBe(303);
});
