import { expect, test } from "vitest";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { acceptConsoleInvitation } from "../../../src/core/console-users/accept-console-invitation.ts";
import { expireConsoleInvitations } from "../../../src/core/console-users/expire-console-invitations.ts";
import { identifyCaller } from "../../../src/core/console-users/identify-caller.ts";
import { verifyPassword } from "../../../src/core/kernel/secrets/password.ts";
import { addPerson } from "../../support/factories.ts";
import { trouble } from "../../support/invite-scene.ts";
import { workspace } from "../../support/recorded-chat.ts";
import { askInvitation, askRemoval, consoleScene, mailedToken, requestOf, rowOf } from "./console-scene.ts";

const scene = consoleScene();
const password = "seven quiet herons";
const accept = (token: string, given = {}) => {
  const actor = { kind: "invitee", name: "new@partner.example", surface: "web" } as const;
  const form = { firstName: "Nia", lastName: "Under", password, passwordAgain: password, ...given };
  return acceptConsoleInvitation({ ...scene.t.app, actor }, { token, form });
};
const invited = async (words = "users:edit") => {
  await askInvitation(scene, scene.mia, "New@Partner.example", words);
  await scene.t.runJobs();
  return mailedToken(scene);
};
const inDatabase = () => scene.t.db.secretLink.findFirstOrThrow({ where: { purpose: "consoleInvitation" } });

test("mails a link that makes a Console User with what was given, and the card follows", async () => {
  const token = await invited("users:edit, console-users:view");
  const [mail] = scene.t.mailer.sent;
  expect(mail?.to).toBe("New@Partner.example");
  expect(mail?.text).toContain(
    "Mia of Northwind Software invites you to the Partner Console of Northwind Software, with: users: edit, console-users: view.",
  );
  const user = await accept(token);
  const permissions = { users: "edit", "console-users": "view" };
  expect(user).toMatchObject({
    firstName: "Nia",
    email: "New@Partner.example",
    fullAccess: false,
    permissions,
  });
  expect(await verifyPassword(user.passwordHash ?? "", password)).toBe(true);
  await scene.t.runJobs();
  expect(scene.t.chat.messages.map(({ cards }) => cards.map(({ title }) => title))).toEqual([
    ["Console invitation mailed", "Console invitation accepted"],
  ]);
  expect(await scene.events("console-user-created")).toMatchObject([
    { actorKind: "invitee", subjectId: user.id },
  ]);
  addPerson(scene.t.chat, "U-nia", "new@partner.example");
  const actor = await identifyCaller(scene.t.app, { chatUserId: "U-nia", workspaceId: workspace });
  expect(actor).toMatchObject({ id: user.id, permissions });
});

test("keeps neither token nor password, in the row, the log, the queue or the audit", async () => {
  scene.t.mailer.failures.push(trouble(true, "451"));
  await askInvitation(scene, scene.mia, "new@partner.example", "users:edit");
  await scene.t.runJobs();
  const sealed = (await inDatabase()).tokenSealed;
  expect(sealed).not.toBeNull();
  scene.t.clock.advance(60_000);
  await scene.t.runJobs();
  const token = mailedToken(scene);
  expect(token).toHaveLength(43);
  expect((await inDatabase()).tokenSealed).toBeNull();
  await accept(token);
  const kept = [scene.t.log.join(""), JSON.stringify(await scene.t.db.request.findMany())];
  const audit = (await scene.events()).map(({ before, after }) => JSON.stringify([before, after]));
  for (const secret of [token, password]) expect([...kept, ...audit].join("")).not.toContain(secret);
});

test("works once", async () => {
  const token = await invited();
  const both = await Promise.allSettled([accept(token), accept(token)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await expect(accept(token)).rejects.toMatchObject({ code: "expired" });
  await expect(accept("forged")).rejects.toMatchObject({ code: "not-found" });
  expect(await scene.events("console-user-created")).toHaveLength(1);
});

test("is good for seven days, and the card says when they are over", async () => {
  const token = await invited();
  scene.t.clock.advance(days(7));
  await expect(accept(token)).rejects.toMatchObject({ code: "expired" });
  expect(await expireConsoleInvitations(scene.t.app)).toBe(1);
  expect(await expireConsoleInvitations(scene.t.app)).toBe(0);
  await scene.t.runJobs();
  expect(scene.t.chat.latest().title).toBe("Console invitation expired");
  await invited();
  expect(scene.t.mailer.sent).toHaveLength(2);
});

test.each([
  [{ password: "short", passwordAgain: "short" }, "password"],
  [{ password: "new@partner.example", passwordAgain: "new@partner.example" }, "password"],
  [{ passwordAgain: "another long password" }, "passwordAgain"],
  [{ firstName: "x".repeat(101) }, "firstName"],
])("refuses %j at its field, and is not used up", async (given, field) => {
  const token = await invited();
  await expect(accept(token, given)).rejects.toMatchObject({ code: "invalid", field });
  expect((await inDatabase()).usedAt).toBeNull();
});

test("refuses somebody who is a Console User already, and a second open invitation", async () => {
  await expect(askInvitation(scene, scene.mia, "VIC@partner.example")).rejects.toMatchObject({
    code: "conflict",
    field: "email",
    message: expect.stringContaining("is a Console User already") as string,
  });
  await invited();
  await expect(askInvitation(scene, scene.olivia, "new@PARTNER.example")).rejects.toMatchObject({
    code: "conflict",
    field: "email",
    message: expect.stringContaining("already has an open invitation") as string,
  });
});

test("asked for twice at the same moment goes out once", async () => {
  const asked = await Promise.allSettled([
    askInvitation(scene, scene.mia, "new@partner.example"),
    askInvitation(scene, scene.olivia, "NEW@partner.example"),
  ]);
  expect(asked.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(1);
});

test("whose mail failed for good can be sent again", async () => {
  scene.t.mailer.failures.push(trouble(false, "550"));
  const requestId = await askInvitation(scene, scene.mia, "new@partner.example");
  await scene.t.runJobs();
  expect(await requestOf(scene, requestId)).toMatchObject({ status: "failed" });
  const token = await invited();
  const links = await scene.t.db.consoleInvitation.findMany({
    include: { link: true },
    orderBy: { id: "asc" },
  });
  // The earlier one, which nobody holds, has ended: two open ones would be listed, and either could be accepted.
  expect(links.map(({ link }) => [link.revokedAt !== null, link.tokenSealed])).toEqual([
    [true, null],
    [false, null],
  ]);
  await accept(token);
});

test("restores somebody who was removed, with what is given now and no link to Slack", async () => {
  await askRemoval(scene, scene.mia, scene.vic);
  await scene.t.runJobs();
  await askInvitation(scene, scene.mia, "vic@partner.example", "users:edit");
  await scene.t.runJobs();
  const user = await accept(mailedToken(scene));
  expect(user.id).toBe(scene.vic.id);
  expect(await rowOf(scene, scene.vic)).toMatchObject({
    removedAt: null,
    permissions: { users: "edit" },
    chatUserId: null,
  });
  expect(await scene.events("console-user-restored")).toHaveLength(1);
});

test.each<[string, object]>([
  ["was removed", { removedAt: new Date() }],
  ["lost what they gave", { permissions: { "console-users": "manage" } }],
  ["may invite no more", { permissions: { users: "edit" } }],
])("gives nothing any more where the inviter %s", async (_, data) => {
  const token = await invited();
  await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
  await expect(accept(token)).rejects.toMatchObject({ code: "expired" });
  expect(await scene.t.db.consoleUser.count({ where: { emailKey: "new@partner.example" } })).toBe(0);
});

test("refuses an address that has become a Console User in the meantime", async () => {
  const token = await invited();
  await scene.t.db.consoleUser.update({
    where: { id: scene.vic.id },
    data: { email: "new@partner.example", emailKey: "new@partner.example" },
  });
  await expect(accept(token)).rejects.toMatchObject({ code: "conflict" });
  expect((await rowOf(scene, scene.vic)).permissions).toEqual({ users: "view" });
});
