import { beforeEach, describe, expect, test } from "vitest";
import type { AccountUserActor, Context } from "../../../src/core/context.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import {
  endOtherSessions,
  endSession,
  startSession,
  sweepSessions,
} from "../../../src/core/kernel/sessions/find-session.ts";
import { issueSignInToken, useSignInToken } from "../../../src/core/kernel/links/use-sign-in-token.ts";
import { sweepLinks } from "../../../src/core/kernel/links/secret-link.ts";
import { days, hours } from "../../../src/core/kernel/time/clock.ts";
import { changeNames, changePassword, requestEmailChange } from "../../../src/core/users/change-names.ts";
import { createUserRequest } from "../../../src/core/users/create-user.ts";
import { deleteUserRequest } from "../../../src/core/users/delete-user.ts";
import {
  issuePasswordLink,
  requestPasswordLink,
} from "../../../src/core/users/forgotten-password-mailing.ts";
import { confirmEmailChange } from "../../../src/core/users/notice-mailing.ts";
import { createUserInput, resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import { setPassword } from "../../../src/core/users/set-password.ts";
import { showTemporaryPassword } from "../../../src/core/users/show-temporary-password.ts";
import { signIn } from "../../../src/core/users/sign-in.ts";
import { makeAccount, makeInvitation, makeSession, makeUser } from "../../support/factories.ts";
import { inviteScene, trouble } from "../../support/invite-scene.ts";
import { writtenBy } from "../../support/written.ts";
import { ask, join, manager } from "../users/user-scene.ts";

const scene = inviteScene();
const written = (work: () => Promise<unknown>) => writtenBy(scene.t, work);
const old = "seven quiet herons";
const password = "eight loud ravens";
const pair = { password, passwordAgain: password };
const browser = { userAgent: "Fire\u0007fox", address: "192.0.2.1", token: undefined };
const invitee = { kind: "invitee", name: "somebody with a link", surface: "web" } as const;
const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
const withLink = () => ({ ...scene.t.app, actor: invitee });
const visiting = () => ({ ...scene.t.app, actor: visitor });
const tokenIn = (path: string) =>
  new RegExp(`/${path}/([\\w-]+)`, "u").exec(scene.t.mailer.sent.at(-1)?.text ?? "")?.[1] ?? "";

let hanna: User;
let ctx: Context<AccountUserActor>;

beforeEach(async () => {
  const { db } = scene.t;
  await db.request.deleteMany();
  await db.mailing.deleteMany();
  await db.session.deleteMany();
  await db.user.deleteMany();
  await db.account.deleteMany({ where: { id: { not: scene.accountId } } });
  hanna = await makeUser(db, { username: "hanna", email: "hanna@acme.example", password: old });
  await join(scene, hanna.id, scene.accountId);
  ctx = { ...scene.t.app, actor: (await makeSession(scene.t, hanna)).actor };
  await bystander();
});

/** Somebody of whom all this is nothing: what they hold stays as it is, and so does what hanna has used. */
async function bystander(): Promise<void> {
  const { db, clock } = scene.t;
  const other = await makeUser(db, { username: "bystander", email: "by@acme.example", password: old });
  await join(scene, other.id, scene.accountId, "Administrator");
  const { actor } = await makeSession(scene.t, other);
  await requestEmailChange({ ...scene.t.app, actor }, { email: "by2@acme.example", password: old });
  await requestEmailChange(ctx, { email: "used@acme.example", password: old });
  for (const { id } of [other, hanna])
    await db.$transaction((tx) => issuePasswordLink(scene.ctx, tx, { userId: id, requestId: null }));
  const used = { usedAt: clock.now(), tokenSealed: null };
  await db.secretLink.updateMany({ where: { userId: hanna.id }, data: used });
  const given = { accountId: scene.accountId, email: "ann@acme.example", asAdministrator: true };
  const { invitation } = await makeInvitation(scene.t, given);
  await db.invitation.update({ where: { id: invitation.id }, data: { invitedById: other.id } });
}

/** What somebody else may still hold of theirs: a link, a change of the e-mail, another session. */
async function heldByOthers(): Promise<void> {
  await makeSession(scene.t, hanna, { userAgent: "Another" });
  await requestEmailChange(ctx, { email: "new@acme.example", password: old });
  await ask(scene, resetPasswordRequest, { userId: hanna.id, password: "link" });
}

describe("a User who", () => {
  test("signs in, in the place of an earlier session", async () => {
    const { token } = await makeSession(scene.t, hanna);
    const signing = () => signIn(visiting(), { username: " HANNA", password: old }, { ...browser, token });
    expect(await written(signing)).toMatchSnapshot();
  });

  test("signs out, and ends the others", async () => {
    await makeSession(scene.t, hanna, { userAgent: "Another" });
    await makeSession(scene.t, await makeUser(scene.t.db), { userAgent: "Somebody else's" });
    const others = await written(() => endOtherSessions(ctx, ctx.actor.sessionId));
    const none = await written(() => endOtherSessions(ctx, ctx.actor.sessionId));
    const out = await written(() =>
      endSession(ctx, { sessionId: ctx.actor.sessionId, action: "signed-out" }),
    );
    expect([others, none, out].join("\n\n")).toMatchSnapshot();
  });

  test("changes their names", async () => {
    expect(await written(() => changeNames(ctx, { firstName: "Hanna", lastName: "" }))).toMatchSnapshot();
  });

  test("changes their password", async () => {
    await heldByOthers();
    const changing = async () => {
      await changePassword(ctx, { oldPassword: old, ...pair });
      await scene.t.runJobs();
    };
    expect(await written(changing)).toMatchSnapshot();
  });

  test("changes a temporary password", async () => {
    await scene.t.db.user.update({ where: { id: hanna.id }, data: { mustChangePassword: true } });
    expect(await written(() => changePassword(ctx, { oldPassword: old, ...pair }))).toMatchSnapshot();
  });

  test("asks for another e-mail, twice, and confirms the second", async () => {
    await requestEmailChange(ctx, { email: "first@acme.example", password: old });
    const asking = async () => {
      await requestEmailChange(ctx, { email: "new@acme.example", password: old });
      await scene.t.runJobs();
    };
    const asked = await written(asking);
    const token = tokenIn("email-changes");
    await ask(scene, resetPasswordRequest, { userId: hanna.id, password: "link" });
    const confirming = async () => {
      await confirmEmailChange(withLink(), token);
      await scene.t.runJobs();
    };
    expect([asked, await written(confirming)].join("\n\n")).toMatchSnapshot();
  });

  test("confirms the e-mail that they have", async () => {
    await scene.t.db.user.update({ where: { id: hanna.id }, data: { emailConfirmedAt: null } });
    await requestEmailChange(ctx, { email: "hanna@acme.example", password: old });
    await scene.t.runJobs();
    const token = tokenIn("email-changes");
    expect(await written(() => confirmEmailChange(withLink(), token))).toMatchSnapshot();
  });

  test("has forgotten the password, and sets another", async () => {
    await heldByOthers();
    const asking = async () => {
      await requestPasswordLink(visiting(), "hanna");
      await scene.t.runJobs();
    };
    const asked = await written(asking);
    const token = tokenIn("passwords");
    expect(
      [asked, await written(() => setPassword(withLink(), { token, form: pair }))].join("\n\n"),
    ).toMatchSnapshot();
  });

  test("sets a password by a link of the Console", async () => {
    await ask(scene, resetPasswordRequest, { userId: hanna.id, password: "link" });
    const token = tokenIn("passwords");
    expect(await written(() => setPassword(withLink(), { token, form: pair }))).toMatchSnapshot();
  });

  test("comes by a sign-in link", async () => {
    const account = await scene.t.db.account.findUniqueOrThrow({ where: { id: scene.accountId } });
    const about = { user: hanna, account, deploymentId: null, returnUrl: "/accounts" };
    const { token } = await scene.t.db.$transaction((tx) => issueSignInToken(scene.ctx, tx, about));
    const entering = () =>
      useSignInToken(visiting(), token, (tx, { user: { id: userId }, account: { id: accountId } }) =>
        startSession(tx, { holder: { userId }, browser, accountId }, scene.t.clock.now()),
      );
    expect(await written(entering)).toMatchSnapshot();
  });
});

test("a forgotten password of an Administrator whose e-mail nobody has confirmed is not mailed", async () => {
  await scene.t.db.user.update({ where: { id: hanna.id }, data: { emailConfirmedAt: null } });
  await scene.t.db.administratorGrant.create({
    data: {
      membershipId: (await scene.t.db.membership.findFirstOrThrow({ where: { userId: hanna.id } })).id,
      startsAt: scene.t.clock.now(),
    },
  });
  await requestPasswordLink(visiting(), "hanna@acme.example");
  expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
});

describe("a temporary password", () => {
  test("of a new User is allowed, and shown", async () => {
    const input = createUserInput.parse({
      username: "nia",
      firstName: "",
      lastName: "",
      email: "nia@acme.example",
      accountIds: [scene.accountId],
      password: "temporary",
    });
    let requestId = "";
    const allowed = await written(async () => {
      ({ requestId } = await ask(scene, createUserRequest, input));
    });
    const shown = await written(async () => {
      await showTemporaryPassword(scene.ctx, requestId);
      await scene.t.runJobs();
    });
    expect([allowed, shown].join("\n\n")).toMatchSnapshot();
  });

  test("of a User who was there is allowed, and shown", async () => {
    await heldByOthers();
    let requestId = "";
    const allowed = await written(async () => {
      ({ requestId } = await ask(scene, resetPasswordRequest, { userId: hanna.id, password: "temporary" }));
    });
    const shown = await written(async () => {
      await showTemporaryPassword(scene.ctx, requestId);
      await scene.t.runJobs();
    });
    expect([allowed, shown].join("\n\n")).toMatchSnapshot();
  });
});

test("a User who is deleted takes along what is theirs, and what they sent as Administrator", async () => {
  const other = await makeAccount(scene.t.db, { name: "Other", apiId: "other" });
  await join(scene, hanna.id, other.id, "Administrator");
  const { invitation } = await makeInvitation(scene.t, {
    accountId: other.id,
    email: "ann@acme.example",
    asAdministrator: true,
  });
  await scene.t.db.invitation.update({ where: { id: invitation.id }, data: { invitedById: hanna.id } });
  await heldByOthers();
  const boss = await manager(scene);
  expect(await written(() => ask(scene, deleteUserRequest, { userId: hanna.id }, boss))).toMatchSnapshot();
});

describe("what is swept", () => {
  test("sessions that are over", async () => {
    await makeSession(scene.t, hanna, { accountId: scene.accountId });
    scene.t.clock.advance(hours(1));
    await makeSession(scene.t, hanna, { userAgent: "Fresh" });
    expect(await written(() => sweepSessions(scene.t.app))).toMatchSnapshot();
  });

  test("tokens of links that work no more, and whose mail never went", async () => {
    await requestEmailChange(ctx, { email: "new@acme.example", password: old });
    scene.t.mailer.failures.push(trouble(false, "550"), trouble(false, "550"));
    await ask(scene, resetPasswordRequest, { userId: hanna.id, password: "link" });
    scene.t.clock.advance(days(7) - 1);
    const early = await written(() => sweepLinks(scene.t.app));
    scene.t.clock.advance(1);
    expect([early, await written(() => sweepLinks(scene.t.app))].join("\n\n")).toMatchSnapshot();
  });
});
