import { describe, expect, test } from "vitest";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import { planRequest, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { createUserRequest } from "../../../src/core/users/create-user.ts";
import {
  createUserInput,
  type PasswordWay,
  resetPasswordRequest,
} from "../../../src/core/users/reset-password.ts";
import { requestPasswordLink } from "../../../src/core/users/forgotten-password-mailing.ts";
import { setPassword } from "../../../src/core/users/set-password.ts";
import { showTemporaryPassword } from "../../../src/core/users/show-temporary-password.ts";
import { makeUser } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { approvalScene, lower, makeSensitive, rowOf } from "../kernel/requests/approval-scene.ts";

const scene = approvalScene();
const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
const invitee = { kind: "invitee", name: "hanna", surface: "web" } as const;

/** Asks, and says that it is meant where that is asked. */
async function ask<Input>(
  kind: RequestKind<Input>,
  input: Input,
  actor: ConsoleUserActor = scene.ed,
): Promise<string> {
  const { requestId, needsConfirmation: asked } = await submitRequest(scene.as(actor), kind, input, place());
  if (asked) await confirmRequest(scene.as(actor), requestId);
  await scene.t.runJobs();
  return requestId;
}

const reset = (password: PasswordWay, userId = scene.userId) =>
  ask(resetPasswordRequest, { userId, password });
const status = async (id: string) => (await rowOf(scene, id)).status;
const hanna = () => scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: "hanna" } });
const show = (id: string) => showTemporaryPassword(scene.as(scene.ed), id);
const subjects = () => scene.t.mailer.sent.map(({ subject }) => subject);

async function makeAdministrator(userId = scene.userId): Promise<void> {
  const { id } = await scene.t.db.membership.findFirstOrThrow({ where: { userId } });
  const startsAt = scene.t.clock.now();
  await scene.t.db.administratorGrant.create({ data: { membershipId: id, startsAt } });
}

const newUser = (given: { username?: string; email?: string; password?: PasswordWay } = {}) =>
  createUserInput.parse({
    username: "nb1",
    firstName: "",
    lastName: "",
    accountIds: [scene.accountId],
    password: "temporary",
    ...given,
  });

describe("a temporary password of an Administrator", () => {
  test("waits for an approval, as a grant does", async () => {
    await makeAdministrator();
    const id = await reset("temporary");
    expect(await status(id)).toBe("awaitingApproval");
    await expect(show(id)).rejects.toMatchObject({ code: "conflict", message: /Not yet/ });
    await approveRequest(scene.as(scene.mia), id);
    await scene.t.runJobs();
    expect((await show(id)).username).toBe("hanna");
    expect(await hanna()).toMatchObject({ mustChangePassword: true, ownPasswordAt: null });
  });

  test("waits also where they are suspended", async () => {
    await makeAdministrator();
    await scene.t.db.membership.updateMany({ data: { suspendedAt: scene.t.clock.now() } });
    expect(await status(await reset("temporary"))).toBe("awaitingApproval");
  });

  test("is free where the grant is over, and for somebody with Access", async () => {
    const { id: membershipId } = await scene.t.db.membership.findFirstOrThrow();
    const [startsAt, endsAt] = [new Date(0), new Date(1000)];
    await scene.t.db.administratorGrant.create({ data: { membershipId, startsAt, endsAt } });
    expect(await status(await reset("temporary"))).toBe("done");
  });

  test.each(["reset-password", "create-user"])(
    "is not shown to whoever asked by %s before they were Administrator, and that is audited",
    async (kind) => {
      const id =
        kind === "reset-password" ? await reset("temporary") : await ask(createUserRequest, newUser());
      expect(await status(id)).toBe("done");
      const username = kind === "reset-password" ? "hanna" : "nb1";
      const user = await scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: username } });
      await makeAdministrator(user.id);
      await expect(show(id)).rejects.toMatchObject({ code: "forbidden", message: /now needs approval/ });
      expect(await scene.t.db.user.findUniqueOrThrow({ where: { id: user.id } })).toEqual(user);
      expect(await scene.events("refused")).toMatchObject([
        { actorId: scene.ed.id, requestId: id, after: { attempted: "temporary-password" } },
      ]);
      expect((await rowOf(scene, id)).outcome).not.toBe("password-shown");
    },
  );

  test("is not shown where an Account of theirs was marked sensitive after one approval", async () => {
    await makeAdministrator();
    const id = await reset("temporary");
    await approveRequest(scene.as(scene.mia), id);
    await scene.t.runJobs();
    await makeSensitive(scene);
    await expect(show(id)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is not shown where the one who approved it may approve it no more", async () => {
    await makeAdministrator();
    const id = await reset("temporary");
    await approveRequest(scene.as(scene.mia), id);
    await scene.t.runJobs();
    await lower(scene, scene.mia);
    await expect(show(id)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is not shown to somebody who loses the right to it at this moment", async () => {
    const id = await reset("temporary");
    const ctx = scene.as(scene.ed);
    await lower(scene, scene.ed);
    await expect(showTemporaryPassword(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await hanna()).toMatchObject({ passwordHash: null });
    expect(await scene.events("refused")).toHaveLength(1);
  });

  test("is mailed to its owner when it is made, and when it is shown", async () => {
    const id = await reset("temporary");
    expect(subjects()).toEqual(["Northwind Software: a temporary password for you"]);
    expect(scene.t.mailer.sent[0]?.text).toContain("Ed of Northwind Software asked for a temporary password");
    const { password } = await show(id);
    await scene.t.runJobs();
    expect(subjects().at(-1)).toBe("Northwind Software: your temporary password was shown");
    expect(scene.t.mailer.sent.at(-1)?.to).toBe((await hanna()).email);
    expect(JSON.stringify(scene.t.mailer.sent)).not.toContain(password);
  });
});

describe("a link to set a password of an Administrator", () => {
  test("is free to the address that they have confirmed", async () => {
    await makeAdministrator();
    expect(await status(await reset("link"))).toBe("done");
  });

  test("waits for an approval where nobody has confirmed the address", async () => {
    await makeAdministrator();
    await scene.t.db.user.updateMany({ data: { emailConfirmedAt: null } });
    const id = await reset("link");
    expect(await status(id)).toBe("awaitingApproval");
    expect(scene.t.mailer.sent).toEqual([]);
  });

  test("is not sent to such an address for a forgotten password, which is audited", async () => {
    await makeAdministrator();
    await scene.t.db.user.updateMany({ data: { emailConfirmedAt: null } });
    await requestPasswordLink({ ...scene.t.app, actor: visitor }, "hanna");
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toEqual([]);
    expect(await scene.events("refused")).toMatchObject([{ subjectName: "hanna" }]);
  });

  test("that was used confirms the address, and ends changes of it that somebody else asked for", async () => {
    await scene.t.db.user.updateMany({ data: { emailConfirmedAt: null, ownPasswordAt: null } });
    await scene.t.db.secretLink.create({
      data: {
        purpose: "email",
        userId: scene.userId,
        email: "evil@example.com",
        tokenHash: new Uint8Array(32),
        expiresAt: new Date(8e12),
      },
    });
    await reset("link");
    const token = /\/passwords\/([\w-]+)/.exec(scene.t.mailer.sent[0]?.text ?? "")?.[1] ?? "";
    const password = "seven quiet herons";
    await setPassword(
      { ...scene.t.app, actor: invitee },
      { token, form: { password, passwordAgain: password } },
    );
    const at = scene.t.clock.now();
    expect(await hanna()).toMatchObject({ emailConfirmedAt: at, ownPasswordAt: at });
    expect(await scene.t.db.secretLink.count({ where: { purpose: "email" } })).toBe(0);
  });
});

test("whoever approves a grant is warned of a password that somebody else may know", async () => {
  const user = await makeUser(scene.t.db, { username: "nb1", password: "made by somebody", own: false });
  await scene.t.db.membership.create({ data: { userId: user.id, accountId: scene.accountId } });
  const asked = { userId: user.id, accountId: scene.accountId };
  const plan = await planRequest(scene.as(scene.ed), grantAdministratorRequest, asked);
  expect(plan.warnings).toEqual([expect.stringMatching(/password of nb1 .* somebody else may know it/)]);
  const own = { userId: scene.userId, accountId: scene.accountId };
  expect((await planRequest(scene.as(scene.ed), grantAdministratorRequest, own)).warnings).toEqual([]);
});
