import { describe, expect, test } from "vitest";
import { days, minutes } from "../../../src/core/kernel/time/clock.ts";
import { acceptConsoleInvitation } from "../../../src/core/console-users/accept-console-invitation.ts";
import { expireConsoleInvitations } from "../../../src/core/console-users/expire-console-invitations.ts";
import {
  findPendingConsoleInvitation,
  revokeConsoleInvitationRequest,
} from "../../../src/core/console-users/revoke-console-invitation.ts";
import { resendConsoleInvitationRequest } from "../../../src/core/console-users/resend-console-invitation.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { planRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { trouble } from "../../support/invite-scene.ts";
import { ask, askInvitation, askRemoval, consoleScene, mailedToken, requestOf } from "./console-scene.ts";
import { hint } from "../../../src/core/kernel/text/command-hint.ts";

const scene = consoleScene();
const address = "new@partner.example";
const invited = async (words = "users:edit") => {
  await askInvitation(scene, scene.mia, address, words);
  await scene.t.runJobs();
  return mailedToken(scene);
};
const accept = (token: string) => {
  const actor = { kind: "invitee", name: address, surface: "web" } as const;
  const password = "seven quiet herons";
  const form = { firstName: "Nia", lastName: "Under", password, passwordAgain: password };
  return acceptConsoleInvitation({ ...scene.t.app, actor }, { token, form });
};
const row = () => findPendingConsoleInvitation(scene.t.app, address.toUpperCase());
const link = async () => {
  const { id } = await row();
  return scene.t.db.secretLink.findFirst({ where: { consoleInvitation: { id } } });
};
const resend = async (actor: ConsoleUserActor = scene.mia) =>
  ask(scene, actor, resendConsoleInvitationRequest, { invitationId: (await row()).id });
const revoke = async (actor: ConsoleUserActor = scene.mia) =>
  ask(scene, actor, revokeConsoleInvitationRequest, { invitationId: (await row()).id });
const titles = () => scene.t.chat.messages.map(({ cards }) => cards.at(-1)?.title);

describe("resending an invitation to the Console", () => {
  test("mails a new link on the same row, the old one is dead, and both cards say so", async () => {
    const first = await invited();
    scene.t.clock.advance(days(3));
    await resend(scene.olivia);
    await scene.t.runJobs();
    const second = mailedToken(scene);
    expect(second).not.toBe(first);
    expect(new Set(scene.t.mailer.sent.map(({ messageId }) => messageId)).size).toBe(2);
    expect(scene.t.mailer.sent[1]?.text).toContain("Olivia of Northwind Software invites you");
    await expect(accept(first)).rejects.toMatchObject({ code: "not-found" });
    expect(titles()).toEqual(["Console invitation resent", "Console invitation resent"]);
    expect(await scene.t.db.consoleInvitation.count()).toBe(1);
    scene.t.clock.advance(days(6));
    expect(await accept(second)).toMatchObject({ email: address });
    expect(await scene.events("console-invitation-resent")).toMatchObject([
      { actorId: scene.olivia.id, subjectName: address, before: { issue: 1 }, after: { issue: 2 } },
    ]);
    await expect(resend()).rejects.toMatchObject({ code: "conflict", field: "email" });
  });

  test("brings one back whose time has run out, and leaves no token behind", async () => {
    await invited();
    scene.t.clock.advance(days(8));
    await expireConsoleInvitations(scene.t.app);
    await resend();
    await scene.t.runJobs();
    expect(await link()).toMatchObject({ revokedAt: null, tokenSealed: null, issue: 2 });
    const token = mailedToken(scene);
    const kept = [scene.t.log, await scene.t.db.request.findMany(), await scene.events()];
    expect(
      JSON.stringify(kept, (_, value: unknown) => (typeof value === "bigint" ? 0 : value)),
    ).not.toContain(token);
    await accept(token);
  });

  test("works at most three times within ten minutes", async () => {
    await invited();
    for (let times = 0; times < 3; times += 1) {
      await resend();
      await scene.t.runJobs();
      scene.t.clock.advance(minutes(1));
    }
    await expect(resend()).rejects.toThrow(
      /was resent 3 times within ten minutes\. Try again after \uFDD1\d+\uFDD1, and ask/u,
    );
    scene.t.clock.advance(minutes(8));
    await resend();
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(5);
  });

  test("asked for twice at the same moment issues one link", async () => {
    await invited();
    const both = await Promise.allSettled([resend(), resend(scene.olivia)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await scene.t.runJobs();
    expect(await link()).toMatchObject({ issue: 2 });
  });

  test("whose mail is refused for now sends the same link later", async () => {
    await invited();
    scene.t.mailer.failures.push(trouble(true, "451"));
    const requestId = await resend();
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(1);
    scene.t.clock.advance(minutes(1));
    await scene.t.runJobs();
    expect(await requestOf(scene, requestId)).toMatchObject({ status: "done" });
    expect(await link()).toMatchObject({ issue: 2 });
    await accept(mailedToken(scene));
  });

  test("gives nobody what they lack: neither the one who resends nor the one who invited", async () => {
    await askInvitation(scene, scene.olivia, address, "full access");
    await scene.t.runJobs();
    await expect(resend()).rejects.toMatchObject({ code: "forbidden" });
    expect(await scene.events("refused")).toMatchObject([{ actorId: scene.mia.id }]);
    await scene.t.db.consoleUser.update({ where: { id: scene.olivia.id }, data: { fullAccess: false } });
    const id = { id: scene.mia.id };
    await scene.t.db.consoleUser.update({ where: id, data: { fullAccess: true } });
    await expect(resend({ ...scene.mia, fullAccess: true })).rejects.toThrow(/may no longer give that/);
    expect(scene.t.mailer.sent).toHaveLength(1);
  });
});

describe("revoking an invitation to the Console", () => {
  test("asks, kills the link, and its card says so; once", async () => {
    const token = await invited();
    await revoke();
    await scene.t.runJobs();
    await expect(accept(token)).rejects.toMatchObject({ code: "expired" });
    expect(titles()).toEqual(["Console invitation withdrawn", "Console invitation revoked"]);
    expect(await scene.events("console-invitation-revoked")).toMatchObject([
      { actorId: scene.mia.id, before: { state: "open" }, after: { state: "revoked" } },
    ]);
    await expect(revoke()).rejects.toMatchObject({ code: "conflict", field: "email" });
    await expect(resend()).rejects.toThrow("There is nothing to resend");
    await invited();
    expect(scene.t.mailer.sent).toHaveLength(2);
  });

  test("while a new link is on its way: nothing is mailed any more", async () => {
    await invited();
    scene.t.mailer.failures.push(trouble(true, "451"));
    await resend();
    await scene.t.runJobs();
    await revoke();
    await scene.t.runJobs();
    scene.t.clock.advance(minutes(1));
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(scene.t.chat.messages.map(({ cards }) => cards.at(-1)?.title)).toContain("Nothing resent");
  });

  test("is refused once it was accepted, and for who was removed in the meantime it is over already", async () => {
    await accept(await invited());
    await expect(revoke()).rejects.toThrow(`${hint("remove-console-user")} takes the access away`);
    await askInvitation(scene, scene.mia, "other@partner.example");
    await scene.t.runJobs();
    const other = await findPendingConsoleInvitation(scene.t.app, "other@partner.example");
    await askRemoval(scene, scene.olivia, scene.mia);
    await scene.t.runJobs();
    const input = { invitationId: other.id };
    await expect(ask(scene, scene.olivia, revokeConsoleInvitationRequest, input)).rejects.toThrow(
      "was revoked already",
    );
  });
});

test.each([resendConsoleInvitationRequest, revokeConsoleInvitationRequest])(
  "$kind needs console-users: manage, and an invitation",
  async (kind) => {
    await invited();
    const { id: invitationId } = await row();
    const viewer = {
      ...scene.t.app,
      actor: { ...scene.vic, permissions: { "console-users": "edit" } as const },
    };
    await expect(planRequest(viewer, kind, { invitationId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(findPendingConsoleInvitation(scene.t.app, "nobody@x.example")).rejects.toMatchObject({
      code: "not-found",
      field: "email",
    });
  },
);
