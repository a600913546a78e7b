import { beforeEach, describe, expect, test } from "vitest";
import type { AccountUserActor, Context } from "../../../src/core/context.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { acceptInvitation } from "../../../src/core/invitations/accept-invitation.ts";
import { expireInvitations } from "../../../src/core/invitations/expire-invitations.ts";
import { inviteMany } from "../../../src/core/invitations/invite-many.ts";
import { resendOwnInvitation, revokeOwnInvitation } from "../../../src/core/invitations/own-invitations.ts";
import { resendInvitationRequest } from "../../../src/core/invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "../../../src/core/invitations/revoke-invitation.ts";
import { inviteToOwnAccount } from "../../../src/core/invitations/send-invitation.ts";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { makeAccount, makeInvitation, makeSession, makeUser } from "../../support/factories.ts";
import { accept, invite, inviteScene, place, tokenIn, trouble } from "../../support/invite-scene.ts";
import { whileMailServer } from "../../support/recorded-mailer.ts";
import { writtenBy } from "../../support/written.ts";
import { ask, join, manager } from "../users/user-scene.ts";

const scene = inviteScene();
const written = (work: () => Promise<unknown>) => writtenBy(scene.t, work);
const email = "ann@acme.example";
const invitee = { kind: "invitee", name: "somebody with a link", surface: "web" } as const;
const mailed = () => tokenIn(scene.t.mailer.sent.at(-1)?.text);
const invitation = () =>
  scene.t.db.invitation.findFirstOrThrow({
    where: { accountId: scene.accountId, email, acceptedAt: null, revokedAt: null },
    include: { link: true },
  });
let hanna: User;
let ownContext: Context<AccountUserActor>;

beforeEach(async () => {
  await scene.t.db.request.deleteMany();
  await scene.t.db.mailing.deleteMany();
  await scene.t.db.user.deleteMany();
  await scene.t.db.account.deleteMany({ where: { id: { not: scene.accountId } } });
  hanna = await makeUser(scene.t.db, { username: "hanna", email: "hanna@acme.example" });
  await join(scene, hanna.id, scene.accountId, "Administrator");
  ownContext = { ...scene.t.app, actor: (await makeSession(scene.t, hanna)).actor };
  await bystanders();
});

/** What is open beside it, and stays as it is. */
async function bystanders(): Promise<void> {
  const { db } = scene.t;
  const other = await makeAccount(db, { name: "Other", apiId: "other" });
  const { invitation } = await makeInvitation(scene.t, { accountId: other.id, email, asAdministrator: true });
  await makeInvitation(scene.t, { accountId: scene.accountId, email: "bystander@acme.example" });
  const ended = { accountId: scene.accountId, email, state: "revoked" } as const;
  const { invitation: revoked } = await makeInvitation(scene.t, ended);
  const used = { accountId: scene.accountId, email, state: "accepted" } as const;
  const { invitation: accepted } = await makeInvitation(scene.t, used);
  await join(scene, hanna.id, other.id, "Administrator");
  const ids = [invitation.id, revoked.id, accepted.id];
  await db.invitation.updateMany({ where: { id: { in: ids } }, data: { invitedById: hanna.id } });
}

/** The mail arrives, and the answer of its server is lost: the token is kept, to be mailed again. */
async function invitedAndLost(asAdministrator = false): Promise<void> {
  await whileMailServer(
    scene.t.mailer,
    async (_mail, deliver) => {
      await deliver();
      throw trouble(true, "ECONNRESET");
    },
    async () => {
      await invite(scene, email, { asAdministrator });
      await scene.t.runJobs();
    },
  );
  expect((await invitation()).link.handedOverAt).toBeNull();
}

describe("an invitation that is", () => {
  test("accepted by somebody new", async () => {
    await invitedAndLost(true);
    expect(await written(() => accept(scene, mailed(), "ann"))).toMatchSnapshot();
  });

  test("accepted by somebody who has a user by now", async () => {
    await invitedAndLost();
    await makeUser(scene.t.db, { email, username: "ann" });
    const token = mailed();
    const accepting = () => acceptInvitation({ ...scene.t.app, actor: invitee }, { token });
    expect(await written(accepting)).toMatchSnapshot();
  });

  test("accepted as Administrator, with a new password", async () => {
    await invitedAndLost(true);
    const user = await makeUser(scene.t.db, {
      email,
      username: "ann",
      own: false,
      password: "known to many",
    });
    await makeSession(scene.t, user);
    const newPassword = { password: "seven quiet herons", passwordAgain: "seven quiet herons" };
    const token = mailed();
    const accepting = () => acceptInvitation({ ...scene.t.app, actor: invitee }, { token, newPassword });
    expect(await written(accepting)).toMatchSnapshot();
  });

  test("left alone for seven days", async () => {
    await invitedAndLost();
    scene.t.clock.advance(days(7));
    expect(await written(() => expireInvitations(scene.t.app))).toMatchSnapshot();
  });

  test("revoked before it went out", async () => {
    await invitedAndLost();
    const { id } = await invitation();
    const revoking = () => ask(scene, revokeInvitationRequest, { invitationId: id });
    expect(await written(revoking)).toMatchSnapshot();
  });

  test("replaced, since its mail server never took the mail", async () => {
    scene.t.mailer.failures.push(trouble(false, "550"));
    await invite(scene, email);
    await scene.t.runJobs();
    const again = async () => {
      await invite(scene, email);
      await scene.t.runJobs();
    };
    expect(await written(again)).toMatchSnapshot();
  });

  test("replaced, since its time has run out and nothing has swept it yet", async () => {
    await invitedAndLost();
    scene.t.queue.delayed.length = 0;
    scene.t.clock.advance(days(7));
    const again = () => inviteToOwnAccount(ownContext, scene.accountId, { email, asAdministrator: false });
    expect(await written(again)).toMatchSnapshot();
  });

  test("sent again after it has expired", async () => {
    await invitedAndLost();
    scene.t.clock.advance(days(7));
    await expireInvitations(scene.t.app);
    const { id } = await invitation();
    const resending = () => ask(scene, resendInvitationRequest, { invitationId: id });
    expect(await written(resending)).toMatchSnapshot();
  });
});

describe("somebody is invited who", () => {
  test("has a user already", async () => {
    await makeUser(scene.t.db, { email, username: "ann" });
    const inviting = async () => {
      await invite(scene, email);
      await scene.t.runJobs();
    };
    expect(await written(inviting)).toMatchSnapshot();
  });

  test("becomes a member before the worker comes to it", async () => {
    await invite(scene, email, { asAdministrator: true });
    const user = await makeUser(scene.t.db, { email, username: "ann" });
    await join(scene, user.id, scene.accountId);
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });

  test("is one of many: new, with a user, a member, invited, refused by the mail server", async () => {
    await invite(scene, "open@acme.example");
    await scene.t.runJobs();
    await makeUser(scene.t.db, { email: "user@acme.example", username: "user" });
    const member = await makeUser(scene.t.db, { email: "member@acme.example", username: "member" });
    await join(scene, member.id, scene.accountId);
    const addresses = ["full", "new", "user", "member", "open"]
      .map((name) => `${name}@acme.example`)
      .join("\n");
    const input = { accountId: scene.accountId, asAdministrator: false, addresses };
    const inviting = async () => {
      await inviteMany(scene.ctx, input, place());
      await scene.t.runJobs();
    };
    let lines = "";
    await whileMailServer(
      scene.t.mailer,
      async ({ to }, deliver) => {
        if (to.startsWith("full@")) throw trouble(false, "552");
        await deliver();
      },
      async () => {
        lines = await written(inviting);
      },
    );
    // Several at a time, in any order.
    expect(lines.split("\n").toSorted().join("\n")).toMatchSnapshot();
  });
});

describe("an Administrator of the Account", () => {
  const inviting = async (asAdministrator: boolean) => {
    await inviteToOwnAccount(ownContext, scene.accountId, { email, asAdministrator });
    await scene.t.runJobs();
  };
  const chosen = async () => ({ accountId: scene.accountId, invitationId: (await invitation()).id });

  test("invites", async () => {
    expect(await written(() => inviting(true))).toMatchSnapshot();
  });

  test("invites somebody who has a user", async () => {
    await makeUser(scene.t.db, { email, username: "ann" });
    expect(await written(() => inviting(false))).toMatchSnapshot();
  });

  test("sends again what another Administrator sent", async () => {
    await inviting(true);
    const { id } = await makeUser(scene.t.db, { username: "other", email: "other@acme.example" });
    await scene.t.db.invitation.update({ where: { id: (await invitation()).id }, data: { invitedById: id } });
    const one = await chosen();
    const resending = async () => {
      await resendOwnInvitation(ownContext, one);
      await scene.t.runJobs();
    };
    expect(await written(resending)).toMatchSnapshot();
  });

  test("revokes what a Console User sent", async () => {
    await invitedAndLost();
    const one = await chosen();
    expect(await written(() => revokeOwnInvitation(ownContext, one))).toMatchSnapshot();
  });

  const unsent = async () => {
    scene.t.mailer.failures.push(trouble(true, "ETIMEDOUT"));
    await inviting(true);
  };
  const own = () => ({ userId: hanna.id, accountId: scene.accountId });

  test("is removed: what they sent is dead", async () => {
    await unsent();
    const boss = await manager(scene);
    expect(await written(() => ask(scene, removeUserRequest, own(), boss))).toMatchSnapshot();
  });

  test("is Administrator no more: what they sent is dead", async () => {
    await unsent();
    const boss = await manager(scene);
    const revoking = () => ask(scene, revokeAdministratorRequest, own(), boss);
    expect(await written(revoking)).toMatchSnapshot();
  });
});

test("a link that is used leaves nothing to be mailed", async () => {
  await invitedAndLost();
  await accept(scene, mailed(), "ann");
  scene.t.clock.advance(days(1));
  const { length } = scene.t.mailer.sent;
  await scene.t.runJobs();
  expect(scene.t.mailer.sent).toHaveLength(length);
});
