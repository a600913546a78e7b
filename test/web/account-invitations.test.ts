import { expect, test } from "vitest";
import { minutes } from "../../src/core/kernel/time/clock.ts";
import type { Account } from "../../src/core/generated/prisma/client.ts";
import { linkOf, makeInvitation, makeUser } from "../support/factories.ts";
import { trouble } from "../support/invite-scene.ts";
import { staffedAccount } from "./account-scene.ts";
import { leadsTo, textOf, visitor } from "./visitor.ts";
import { goodForm, webScene } from "./web-scene.ts";

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

test("invites by mail as Administrator, in one's own name, and the invitee gets that level", async () => {
  const { account, ann, admin, path } = await staffedAccount(scene);
  scene.t.mailer.sent.length = 0;
  const email = "new.person@acme.example";
  const sent = await admin.send(`${path}/invitations/new`, { email, asAdministrator: "on" });
  expect(leadsTo(sent)).toBe(`${path}/invitations?said=invited`);
  await scene.t.runJobs();
  const [mail] = scene.t.mailer.sent;
  expect(mail).toMatchObject({ to: email, subject: "Northwind Software: you are invited to Acme Ltd" });
  expect(mail?.text.replaceAll("\u200B", "")).toContain(
    `${ann.username} invites you to the account Acme Ltd.`,
  );
  const link = /\/invitations\/[\w-]+/.exec(mail?.text ?? "")?.[0] ?? "";
  const invitee = visitor(scene.web);
  expect(textOf(await invitee.open(link))).toContain(`${ann.username} invites you to this account.`);
  expect((await invitee.send(link, goodForm("new.person"))).status).toBe(303);
  expect(await levels(account)).toMatchObject({ "new.person": true });
  expect(await audited(account.id)).toContainEqual(["invitation-created", ann.username]);
  expect((await linkOf(scene.t.db, { emailKey: email })).tokenSealed).toBeNull();
});

test("makes whoever has a user a member at once, and tells them by mail", async () => {
  const { account, admin, path } = await staffedAccount(scene);
  const known = await makeUser(scene.t.db, { username: "known.one", email: "known.one@acme.example" });
  scene.t.mailer.sent.length = 0;
  const sent = await admin.send(`${path}/invitations/new`, { email: "KNOWN.one@acme.example" });
  expect(leadsTo(sent)).toBe(`${path}/invitations?said=added`);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent.map(({ to }) => to)).toEqual([known.email]);
  expect(await levels(account)).toMatchObject({ "known.one": false });
});

test("refuses a second invitation, a member, and what is no address", async () => {
  const { bob, admin, path } = await staffedAccount(scene);
  const invite = async (email: string, more = {}) => {
    const response = await admin.send(`${path}/invitations/new`, { email, ...more });
    return [response.status, textOf(await response.text())];
  };
  await invite("twice@acme.example");
  await scene.t.runJobs();
  const cases: [string, object, number, string][] = [
    ["twice@acme.example", {}, 409, "already has an open invitation"],
    [bob.email ?? "", {}, 409, "is already a member"],
    [bob.email ?? "", { asAdministrator: "on" }, 409, "Use the tick in the list of users."],
    ["nobody", {}, 422, "E-mail: This is not an e-mail address."],
  ];
  for (const [email, more, status, sentence] of cases) {
    const answer = await invite(email, more);
    expect(answer[0]).toBe(status);
    expect(answer[1]).toContain(sentence);
    expect(answer[1]).not.toContain("/cyclr");
  }
});

test("sends an invitation again, three times in ten minutes, each with a link of its own; and revokes it", async () => {
  const { account, admin, path } = await staffedAccount(scene);
  const { invitation, token } = await makeInvitation(scene.t, { accountId: account.id });
  scene.t.mailer.sent.length = 0;
  const does = (what: string) => admin.send(`${path}/invitations`, { do: what, invitation: invitation.id });
  for (let sent = 0; sent < 3; sent += 1) {
    expect(leadsTo(await does("resend"))).toBe(`${path}/invitations?said=resend`);
    await scene.t.runJobs();
  }
  const often = await does("resend");
  expect([often.status, textOf(await often.text())]).toEqual([
    409,
    expect.stringContaining("Try again after"),
  ]);
  const links = scene.t.mailer.sent.map(({ text }) => /\/invitations\/[\w-]+/.exec(text)?.[0] ?? "");
  expect(new Set(links).size).toBe(3);
  const opens = async (to: string) => (await visitor(scene.web).request(to)).status;
  expect(await Promise.all([`/invitations/${token}`, ...links].map(opens))).toEqual([404, 404, 404, 200]);
  expect(leadsTo(await does("revoke"))).toBe(`${path}/invitations?said=revoke`);
  expect(await opens(links[2] ?? "")).toBe(410);
  for (const what of ["revoke", "resend", "toString"])
    expect([404, 409]).toContain((await does(what)).status);
});

test("offers for one that has expired to invite again or to remove it, and nothing to revoke", async () => {
  const { account, admin, path } = await staffedAccount(scene);
  const lapsed = await makeInvitation(scene.t, { accountId: account.id, state: "expired" });
  const list = async () => textOf(await admin.open(`${path}/invitations`));
  expect(await list()).toMatch(/Expired .* Invite again/u);
  expect(await list()).not.toMatch(/Revoke|Send again/u);
  const does = async (what: string) =>
    leadsTo(await admin.send(`${path}/invitations`, { do: what, invitation: lapsed.invitation.id }));
  expect(await does("resend")).toBe(`${path}/invitations?said=resend`);
  expect(await list()).toMatch(/Good until .* Send again .* Revoke/u);
  expect(await list()).not.toContain("Invite again");
  await scene.t.runJobs();
  const given = { accountId: account.id, state: "expired", email: "gone@acme.example" } as const;
  const { invitation: gone } = await makeInvitation(scene.t, given);
  await admin.send(`${path}/invitations`, { do: "remove", invitation: gone.id });
  expect(await list()).not.toContain("gone@acme.example");
});

test("says in the list why a mail is not out, until it is", async () => {
  const { admin, path } = await staffedAccount(scene);
  scene.t.mailer.failures.push(trouble(true, "451"));
  await admin.send(`${path}/invitations/new`, { email: "slow@acme.example" });
  expect(textOf(await admin.open(`${path}/invitations`))).toContain("The mail is on its way.");
  await scene.t.runJobs();
  expect(textOf(await admin.open(`${path}/invitations`))).toContain("The mail is not out: Refused (451).");
  scene.t.clock.advance(minutes(1));
  await scene.t.runJobs();
  expect(textOf(await admin.open(`${path}/invitations`))).not.toContain("The mail is");
});

test("reaches no invitation of another Account", async () => {
  const [own, other] = [await staffedAccount(scene), await staffedAccount(scene)];
  const { invitation } = await makeInvitation(scene.t, { accountId: other.account.id });
  for (const what of ["resend", "revoke"])
    expect(
      (await own.admin.send(`${own.path}/invitations`, { do: what, invitation: invitation.id })).status,
    ).toBe(404);
  expect(textOf(await own.admin.open(`${own.path}/invitations`))).not.toContain(invitation.email);
  expect(await linkOf(scene.t.db, { id: invitation.id })).toMatchObject({ revokedAt: null, issue: 1 });
});
