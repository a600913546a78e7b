import { beforeEach, describe, expect, test } from "vitest";
import { acceptConsoleInvitation } from "../../../src/core/console-users/accept-console-invitation.ts";
import { addConsoleUser, setConsolePassword } from "../../../src/core/console-users/add-console-user.ts";
import { expireConsoleInvitations } from "../../../src/core/console-users/expire-console-invitations.ts";
import { unfreezeConsoleUserRequest } from "../../../src/core/console-users/freeze-console-user.ts";
import { identifyCaller } from "../../../src/core/console-users/identify-caller.ts";
import { linkByOperator, removeByOperator } from "../../../src/core/console-users/link-by-operator.ts";
import { resendConsoleInvitationRequest } from "../../../src/core/console-users/resend-console-invitation.ts";
import { revokeConsoleInvitationRequest } from "../../../src/core/console-users/revoke-console-invitation.ts";
import { signInConsoleUser } from "../../../src/core/console-users/sign-in-console-user.ts";
import { sweepDeliveries } from "../../../src/core/console-users/sweep-deliveries.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { startSession } from "../../../src/core/kernel/sessions/find-session.ts";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { addPerson, makeConsoleUser } from "../../support/factories.ts";
import { trouble } from "../../support/invite-scene.ts";
import { whileMailServer } from "../../support/recorded-mailer.ts";
import { workspace } from "../../support/recorded-chat.ts";
import { writtenBy } from "../../support/written.ts";
import {
  ask,
  askFreeze,
  askInvitation,
  askPermissions,
  askRemoval,
  consoleScene,
  mailedToken,
} from "../console-users/console-scene.ts";

const scene = consoleScene();
const written = (work: () => Promise<unknown>) => writtenBy(scene.t, work);
const email = "nia@partner.example";
const password = "seven quiet herons";
const form = { firstName: "Nia", lastName: "New", password, passwordAgain: password };
const browser = { userAgent: "Firefox", address: "192.0.2.1", token: undefined };
const invitee = { kind: "invitee", name: "nia", surface: "web" } as const;
const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
const operator = { kind: "operator", name: "root", surface: "command-line" } as const;
const onTheServer = () => ({ ...scene.t.app, actor: operator });
const accept = (token: string) =>
  acceptConsoleInvitation({ ...scene.t.app, actor: invitee }, { token, form });

async function invited(): Promise<string> {
  await askInvitation(scene, scene.olivia, email, "users: edit");
  await scene.t.runJobs();
  return mailedToken(scene);
}

/** The mail arrives, and the answer of its server is lost: the token is kept, to be mailed again. */
async function invitedAndLost(): Promise<string> {
  let token = "";
  await whileMailServer(
    scene.t.mailer,
    async (_mail, deliver) => {
      await deliver();
      throw trouble(true, "ECONNRESET");
    },
    async () => {
      token = await invited();
    },
  );
  return token;
}

const ofNia = async () => {
  const { id } = await scene.t.db.consoleInvitation.findFirstOrThrow({ where: { email } });
  return { invitationId: id };
};

/** Somebody of whom all this is nothing: what they have and have asked for stays as it is. */
beforeEach(async () => {
  const { db, clock } = scene.t;
  const other = await makeConsoleUser(db, { email: "bystander@partner.example", chatUserId: "U800" });
  const { id } = await db.request.create({
    data: { kind: "grant-admin", input: {}, status: "awaitingApproval", requesterId: other.id },
  });
  await db.vote.create({ data: { requestId: id, voterId: other.id, decision: "approve" } });
  await startSession(db, { holder: { consoleUserId: other.id }, browser }, clock.now());
  await askInvitation(scene, scene.olivia, "other@partner.example", "users: view");
  await scene.t.runJobs();
});

/** As somebody who has everything that can be taken away. */
async function everything({ id }: ConsoleUserActor): Promise<void> {
  const passwordHash = "a hash";
  await scene.t.db.consoleUser.update({
    where: { id },
    data: { passwordHash, chatEmailKey: "vic@partner.example" },
  });
  await startSession(scene.t.db, { holder: { consoleUserId: id }, browser }, scene.t.clock.now());
}

describe("an invitation to the Console that is", () => {
  test("accepted", async () => {
    const token = await invitedAndLost();
    expect(await written(() => accept(token))).toMatchSnapshot();
  });

  test("to Full Access, accepted", async () => {
    await askInvitation(scene, scene.olivia, email, "full access");
    await scene.t.runJobs();
    expect(await written(() => accept(mailedToken(scene)))).toMatchSnapshot();
  });

  test("accepted by somebody who was removed, and had voted", async () => {
    const known = await makeConsoleUser(scene.t.db, { email });
    const { id } = await scene.t.db.request.create({
      data: { kind: "grant-admin", input: {}, status: "awaitingApproval", requesterId: scene.mia.id },
    });
    await scene.t.db.vote.create({ data: { requestId: id, voterId: known.id, decision: "approve" } });
    const removedAt = scene.t.clock.now();
    await scene.t.db.consoleUser.update({
      where: { id: known.id },
      data: { removedAt, frozenAt: removedAt },
    });
    const token = await invited();
    expect(await written(() => accept(token))).toMatchSnapshot();
  });

  test("left alone for seven days", async () => {
    await invitedAndLost();
    scene.t.clock.advance(days(7));
    expect(await written(() => expireConsoleInvitations(scene.t.app))).toMatchSnapshot();
  });

  test("revoked before it went out", async () => {
    await invitedAndLost();
    await ask(scene, scene.olivia, revokeConsoleInvitationRequest, await ofNia());
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });

  test("sent again after it has expired", async () => {
    await invited();
    scene.t.clock.advance(days(7));
    await expireConsoleInvitations(scene.t.app);
    await ask(scene, scene.olivia, resendConsoleInvitationRequest, await ofNia());
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });

  test("sent by somebody who is removed", async () => {
    await askInvitation(scene, scene.mia, email, "none");
    scene.t.mailer.failures.push(trouble(true, "ETIMEDOUT"));
    await scene.t.runJobs();
    await askRemoval(scene, scene.olivia, scene.mia);
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });
});

describe("a Console User who is", () => {
  test("removed", async () => {
    await everything(scene.vic);
    await askRemoval(scene, scene.olivia, scene.vic);
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });

  test("frozen, and given back what they had", async () => {
    await everything(scene.vic);
    await askFreeze(scene, scene.olivia, scene.vic);
    const frozen = await written(() => scene.t.runJobs());
    const { id } = await scene.t.db.request.create({
      data: { kind: "grant-admin", input: {}, status: "awaitingApproval", requesterId: scene.mia.id },
    });
    await scene.t.db.vote.create({ data: { requestId: id, voterId: scene.vic.id, decision: "approve" } });
    await ask(scene, scene.olivia, unfreezeConsoleUserRequest, { consoleUserId: scene.vic.id });
    const back = await written(() => scene.t.runJobs());
    expect([frozen, back].join("\n\n")).toMatchSnapshot();
  });

  test("given other permissions", async () => {
    await askPermissions(scene, scene.olivia, scene.vic, "users: manage, audit: view");
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });
});

describe("the operator", () => {
  test("adds somebody, gives them more, and a password", async () => {
    const adding = [
      () => addConsoleUser(onTheServer(), { email, firstName: "Nia", permissions: { users: "edit" } }),
      () => addConsoleUser(onTheServer(), { email, lastName: "New", fullAccess: true }),
      () => setConsolePassword(onTheServer(), { email, password }),
    ];
    const lines = [];
    for (const one of adding) lines.push(await written(one));
    expect(lines.join("\n\n")).toMatchSnapshot();
  });

  test("gives a password, which ends the sessions of whoever had another", async () => {
    await everything(scene.vic);
    const giving = () => setConsolePassword(onTheServer(), { email: "vic@partner.example", password });
    expect(await written(giving)).toMatchSnapshot();
  });

  test("gives no password to somebody who is removed at that moment", async () => {
    const { id } = scene.vic;
    const removing = () =>
      scene.t.db.consoleUser.update({ where: { id }, data: { removedAt: scene.t.clock.now() } });
    const ctx = { ...beforeTheWrite(scene.t.app, removing), actor: operator };
    const giving = setConsolePassword(ctx, { email: "vic@partner.example", password });
    await expect(giving).rejects.toMatchObject({ code: "not-found" });
    expect(await scene.t.db.consoleUser.findUnique({ where: { id } })).toMatchObject({ passwordHash: null });
  });

  test("removes somebody, and adds them again", async () => {
    await everything(scene.vic);
    const address = { email: "vic@partner.example" };
    const removed = await written(() => removeByOperator(onTheServer(), address));
    const again = await written(() =>
      addConsoleUser(onTheServer(), { ...address, permissions: { audit: "view" } }),
    );
    expect([removed, again].join("\n\n")).toMatchSnapshot();
  });

  test("links a Slack user who was another's that is removed", async () => {
    addPerson(scene.t.chat, "U900", "vic@elsewhere.example");
    await makeConsoleUser(scene.t.db, { email: "old@partner.example", chatUserId: "U900" });
    await scene.t.db.consoleUser.updateMany({
      where: { chatUserId: "U900" },
      data: { removedAt: scene.t.clock.now() },
    });
    const linking = () => linkByOperator(onTheServer(), { email: "vic@partner.example", chatUserId: "U900" });
    expect(await written(linking)).toMatchSnapshot();
  });
});

describe("somebody who sends a command", () => {
  const call = (chatUserId: string, deliveryKey?: string) =>
    identifyCaller(scene.t.app, { chatUserId, workspaceId: workspace, deliveryKey });

  test("for the first time is linked, also where a removed one was it before", async () => {
    await makeConsoleUser(scene.t.db, { email });
    await makeConsoleUser(scene.t.db, { email: "old@partner.example", chatUserId: "U901" });
    await scene.t.db.consoleUser.updateMany({
      where: { chatUserId: "U901" },
      data: { removedAt: scene.t.clock.now() },
    });
    addPerson(scene.t.chat, "U901", email);
    expect(await written(() => call("U901"))).toMatchSnapshot();
  });

  test("under the address by which they were linked by hand has it kept; under another of their own, linked anew", async () => {
    const { id, chatUserId } = scene.vic;
    const first = await written(() => call(chatUserId ?? ""));
    await scene.t.db.consoleUser.update({ where: { id }, data: { chatEmailKey: "other@partner.example" } });
    const again = await written(() => call(chatUserId ?? ""));
    expect([first, again].join("\n\n")).toMatchSnapshot();
  });

  test("under an address that is nobody's is linked no more", async () => {
    await call(scene.vic.chatUserId ?? "");
    addPerson(scene.t.chat, scene.vic.chatUserId ?? "", "vic@elsewhere.example");
    const calling = () => call(scene.vic.chatUserId ?? "").catch(() => undefined);
    expect(await written(calling)).toMatchSnapshot();
  });

  test("is known as a guest from then on", async () => {
    addPerson(scene.t.chat, scene.vic.chatUserId ?? "", "vic@partner.example", { excluded: "guest" });
    const calling = () => call(scene.vic.chatUserId ?? "").catch(() => undefined);
    expect(await written(calling)).toMatchSnapshot();
  });

  test("leaves the mark of its delivery for ten minutes", async () => {
    const kept = () => scene.t.db.delivery.count();
    await call(scene.vic.chatUserId ?? "", "one");
    scene.t.clock.advance(10 * 60_000);
    await sweepDeliveries(scene.t.app);
    expect(await kept()).toBe(1);
    scene.t.clock.advance(1);
    await sweepDeliveries(scene.t.app);
    expect(await kept()).toBe(0);
  });
});

test("a Console User with Full Access signs in at the operator's pages", async () => {
  await setConsolePassword(onTheServer(), { email: "olivia@partner.example", password });
  const signingIn = () =>
    signInConsoleUser(
      { ...scene.t.app, actor: visitor },
      { email: "olivia@partner.example", password },
      browser,
    );
  expect(await written(signingIn)).toMatchSnapshot();
});
