import { expect, test } from "vitest";
import { submittedWords } from "../../../src/core/kernel/requests/confirm-request.ts";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { expireInvitations } from "../../../src/core/invitations/expire-invitations.ts";
import { linkOf, makeActor, makeInvitation, makeUser } from "../../support/factories.ts";
import { accept, invite, inviteScene, place, tokenIn } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";

const scene = inviteScene();

test("mails a link that gives the Membership at the level asked for", async () => {
  await invite(scene, "ann@acme.example", { asAdministrator: true });
  await scene.t.runJobs();
  const [mail] = scene.t.mailer.sent;
  expect(mail?.to).toBe("ann@acme.example");
  expect(mail?.text).toContain("Ed of Northwind Software invites you to the account Acme Ltd");
  const token = tokenIn(mail?.text);
  const user = await accept(scene, token, "ann");
  const membership = await scene.t.db.membership.findFirstOrThrow({
    where: { userId: user.id },
    include: { grants: true },
  });
  expect(membership).toMatchObject({ accountId: scene.accountId, grants: [{ endsAt: null }] });
});

test("is told on one card, once it has happened, and so is what comes of it", async () => {
  await invite(scene, "steps@acme.example");
  await scene.t.runJobs();
  const card = scene.t.chat.messages[0];
  expect(scene.t.chat.messages).toHaveLength(1);
  expect(card?.cards.map(({ title }) => title)).toEqual(["Invitation mailed"]);
  const token = tokenIn(scene.t.mailer.sent[0]?.text);
  await accept(scene, token, "steps");
  await scene.t.runJobs();
  expect(scene.t.chat.latest().title).toBe("Invitation accepted");
  expect(readWords(scene.t.chat.latest().note)).toContain("steps");
});

test("keeps neither token nor sealed token once the mail is handed over", async () => {
  await invite(scene, "hash@acme.example");
  await scene.t.runJobs();
  const token = tokenIn(scene.t.mailer.sent[0]?.text);
  const link = await linkOf(scene.t.db, { emailKey: "hash@acme.example" });
  expect(link.tokenSealed).toBeNull();
  expect(Buffer.from(link.tokenHash).toString("base64url")).not.toBe(token);
  expect(scene.t.log.join("")).not.toContain(token);
});

test("gives an address that has a user the Membership at once, and mails a notice", async () => {
  const user = await makeUser(scene.t.db, { email: "known@acme.example", username: "known" });
  await invite(scene, "Known@Acme.example");
  await scene.t.runJobs();
  expect(await scene.t.db.membership.count({ where: { userId: user.id, accountId: scene.accountId } })).toBe(
    1,
  );
  expect(scene.t.mailer.sent[0]?.subject).toBe("Northwind Software: you now have access to Acme Ltd");
  expect(scene.t.chat.latest().title).toBe("Access given");
  expect(await scene.t.db.invitation.count({ where: { emailKey: "known@acme.example" } })).toBe(0);
});

test("changes nothing for somebody who is already a member, and says so", async () => {
  const user = await makeUser(scene.t.db, { email: "member@acme.example" });
  await scene.t.db.membership.create({ data: { userId: user.id, accountId: scene.accountId } });
  await expect(invite(scene, "member@acme.example", { asAdministrator: true })).rejects.toMatchObject({
    code: "conflict",
    field: "email",
    message: expect.stringContaining("already a member of Acme Ltd"),
  });
  expect(await scene.t.db.request.count({ where: { accountId: scene.accountId } })).toBe(0);
});

test("refuses a second open invitation for one address and Account", async () => {
  await invite(scene, "twice@acme.example");
  await scene.t.runJobs();
  await expect(invite(scene, "TWICE@acme.example")).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await scene.t.db.invitation.count({ where: { emailKey: "twice@acme.example" } })).toBe(1);
});

test("takes two submissions at the same moment as one", async () => {
  const both = await Promise.allSettled([
    invite(scene, "same@acme.example"),
    invite(scene, "same@acme.example"),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(1);
});

test("takes one delivery that arrives twice as one", async () => {
  const once = place();
  const first = await invite(scene, "replay@acme.example", { at: once });
  const again = await invite(scene, "replay@acme.example", { at: once });
  expect(again).toMatchObject({ requestId: first.requestId, repeated: true });
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(1);
});

test("asks the permission again when the job runs", async () => {
  const actor = await makeActor(scene.t);
  await invite(scene, "later@acme.example", { actor });
  await scene.t.db.consoleUser.update({ where: { id: actor.id }, data: { permissions: {} } });
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(0);
  expect(scene.t.chat.latest().title).toBe("Invitation failed");
  expect(readWords(scene.t.chat.latest().note)).toContain("users: edit");
});

test("refuses a caller without users: edit, names who can give it, and audits the refusal", async () => {
  const actor = await makeActor(scene.t, { permissions: { users: "view" } });
  await makeActor(scene.t, { firstName: "Olivia", fullAccess: true });
  await expect(invite(scene, "no@acme.example", { actor })).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringMatching(/“users: edit”.*Olivia/),
  });
  const event = await scene.t.db.auditEvent.findFirstOrThrow({ where: { actorId: actor.id } });
  expect(event).toMatchObject({ action: "refused", after: { missing: "users:edit" } });
});

test("lets an invitation expire after seven days, on its card too, and invites again", async () => {
  await invite(scene, "late@acme.example");
  await scene.t.runJobs();
  scene.t.clock.advance(days(7) + 1000);
  expect(await expireInvitations(scene.t.app)).toBeGreaterThan(0);
  await scene.t.runJobs();
  expect(scene.t.chat.latest().title).toBe("Invitation expired");
  expect(readWords(scene.t.chat.latest().note)).toMatch(/not used in time.* Invite again/);
  await invite(scene, "late@acme.example");
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(2);
});

test("two accept at the same moment: one User, one Membership, one polite loser", async () => {
  const { token } = await makeInvitation(scene.t, { email: "race@acme.example", accountId: scene.accountId });
  const both = await Promise.allSettled([accept(scene, token, "race1"), accept(scene, token, "race2")]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await scene.t.db.user.count({ where: { emailKey: "race@acme.example" } })).toBe(1);
  expect(await scene.t.db.membership.count({ where: { accountId: scene.accountId } })).toBe(1);
});

test("never puts more than ids into the queue", async () => {
  await invite(scene, "ids@acme.example");
  for (const { payload } of scene.t.queue.waiting) {
    expect(Object.keys(payload as object).every((key) => ["requestId", "key"].includes(key))).toBe(true);
  }
  await scene.t.runJobs();
});

test("warns that the Account is suspended, before it is sent and on its card", async () => {
  const { db, clock } = scene.t;
  const where = { id: scene.accountId };
  await db.account.update({ where, data: { suspendedAt: clock.now() } });
  const submitted = await invite(scene, "later@acme.example");
  const warning = /is suspended: nobody can use it until it is resumed\./;
  expect(submitted.plan.warnings).toEqual([expect.stringMatching(warning)]);
  expect(submittedWords(submitted)).toMatch(warning);
  await scene.t.runJobs();
  const fields = Object.fromEntries(scene.t.chat.latest().fields);
  expect(readWords(fields["Account"] ?? "")).toContain("suspended: nobody can use it");
  await db.account.update({ where, data: { suspendedAt: null } });
});
