import { describe, expect, test } from "vitest";
import { slackHome } from "../../../src/core/adapters/slack-chat.ts";
import { days, minutes } from "../../../src/core/kernel/time/clock.ts";
import { permissionsInput, setPermissionsRequest } from "../../../src/core/console-users/set-permissions.ts";
import type { HomeView } from "../../../src/core/kernel/chat/chat.ts";
import { openHome } from "../../../src/core/home/open-home.ts";
import { homeTask } from "../../../src/core/kernel/requests/invalidate-card.ts";
import { expireInvitations } from "../../../src/core/invitations/expire-invitations.ts";
import { inviteMany } from "../../../src/core/invitations/invite-many.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import {
  confirmRequest,
  expireDrafts,
  withdrawDraft,
} from "../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { acceptView } from "../../../src/sandbox/slack/blocks/check-block.ts";
import { makeActor, makeUser } from "../../support/factories.ts";
import { accept, invite, place, tokenIn } from "../../support/invite-scene.ts";
import { work } from "../kernel/requests/jobs-by-hand.ts";
import { homeScene, readHome } from "./home-scene.ts";

const home = homeScene();
const { scene } = home;
const read = (shown = home.drawn().at(-1)) => readHome(shown);

async function administrator() {
  const user = await makeUser(scene.t.db);
  const now = scene.t.clock.now();
  await scene.t.db.membership.create({
    data: { userId: user.id, accountId: scene.accountId, grants: { create: { startsAt: now } } },
  });
  return user;
}

const revoke = async () => {
  const { id: userId } = await administrator();
  return submitRequest(home.ctx, revokeAdministratorRequest, { userId, accountId: scene.accountId }, place());
};

describe("a Home", () => {
  test("is drawn once it is opened, and for nobody else", async () => {
    await home.invites("before@acme.example");
    await scene.t.runJobs();
    expect(scene.t.chat.homes.size).toBe(0);
    await home.open();
    expect([...scene.t.chat.homes.keys()]).toEqual([home.ctx.actor.chatUserId]);
    expect(read()).toMatch(/^Hugo · users: edit\n# What you may do\nUsers \[Invite a user\]/);
    expect(read()).not.toContain("Waits for you");
  });

  test("follows a request from its submission to its end, and its invitation to acceptance", async () => {
    await home.open();
    await openHome(home.ctx);
    await home.invites("follow@acme.example");
    const [job] = scene.t.queue.waiting.filter(({ name }) => name === "reconcile-home");
    await work(scene.t.app, job);
    expect(read()).toMatch(
      /# Your open requests\nThe invitation of follow@acme.example to Acme Ltd .* · queued/,
    );
    await scene.t.runJobs();
    expect(read()).not.toContain("# Your open requests");
    expect(read()).toMatch(/not accepted yet\nfollow@acme.example to Acme Ltd .* as Access · expires/);
    expect(read()).toMatch(
      /# Recent activity\n.*Hugo \(a job\) finished the request for the invitation of .* to Acme Ltd/,
    );
    await accept(scene, tokenIn(scene.t.mailer.sent.at(-1)?.text), "follow");
    await scene.t.runJobs();
    expect(read()).not.toMatch(/not accepted yet[^#]*follow@acme.example/);
  });

  test("follows an invitation that expires", async () => {
    await home.open();
    await home.invites("late@acme.example");
    await scene.t.runJobs();
    expect(read()).toContain("late@acme.example");
    scene.t.clock.advance(days(8));
    await expireInvitations(scene.t.app);
    await scene.t.runJobs();
    expect(read()).not.toMatch(/not accepted yet\nlate@acme.example/);
  });

  test("shows what waits to be confirmed, with what it would do, until it is confirmed", async () => {
    await home.open();
    const { requestId } = await revoke();
    await scene.t.runJobs();
    expect(read()).toMatch(
      /# Waits for you\nTaking Administrator of Acme Ltd[\s\S]*• .* goes from Administrator to Access[\s\S]*⚠ .*left without an Administrator.* \[Do it\] \[Leave it\]/,
    );
    const [waiting] = home.drawn().at(-1)?.sections ?? [];
    expect(waiting?.rows[0]?.buttons?.map(({ action, value }) => [action, value])).toEqual([
      ["confirm-request", requestId],
      ["withdraw-request", requestId],
    ]);
    await confirmRequest(home.ctx, requestId);
    await scene.t.runJobs();
    expect(read()).not.toContain("Waits for you");
  });

  test("drops a draft that is withdrawn, or that nobody confirmed in time", async () => {
    await home.open();
    await withdrawDraft(home.ctx, (await revoke()).requestId);
    await scene.t.runJobs();
    expect(read()).not.toContain("Waits for you");
    await revoke();
    await scene.t.runJobs();
    expect(read()).toContain("Waits for you");
    scene.t.clock.advance(minutes(16));
    expect(await expireDrafts(scene.t.app)).toBe(1);
    expect(await expireDrafts(scene.t.app)).toBe(0);
    expect(await scene.t.db.auditEvent.count({ where: { action: "draft-expired" } })).toBe(1);
    await scene.t.runJobs();
    expect(read()).not.toContain("Waits for you");
  });

  test("follows a bulk invitation as well", async () => {
    await home.open();
    await inviteMany(
      home.ctx,
      { accountId: scene.accountId, asAdministrator: false, addresses: "one@b.example two@b.example" },
      place(),
    );
    await scene.t.runJobs();
    expect(read()).toContain("one@b.example to Acme Ltd");
  });

  test("shows a draft whose plan became impossible with nothing to confirm, and records no refusal", async () => {
    await home.open();
    const before = await scene.t.db.auditEvent.count({ where: { action: "refused" } });
    await revoke();
    await scene.t.db.membership.deleteMany({ where: { accountId: scene.accountId } });
    await scene.t.runJobs();
    expect(read()).toMatch(
      /# Waits for you\nRevoke admin · Acme Ltd .*\nThis can no longer be done. \[Leave it\]/,
    );
    expect(await scene.t.db.auditEvent.count({ where: { action: "refused" } })).toBe(before);
  });

  test("records no refusal of its own where the requester may no longer do what a draft asks", async () => {
    const [actor, other] = [
      await makeActor(scene.t, { permissions: { "console-users": "manage", accounts: "edit" } }),
      await makeActor(scene.t, { permissions: {} }),
    ];
    await openHome({ ...home.ctx, actor });
    const user = await scene.t.db.consoleUser.findUniqueOrThrow({ where: { id: other.id } });
    const input = permissionsInput(user, { fullAccess: false, permissions: { accounts: "edit" } });
    await submitRequest({ ...home.ctx, actor }, setPermissionsRequest, input, place());
    const lost = { permissions: { "console-users": "manage" } };
    await scene.t.db.consoleUser.update({ where: { id: actor.id }, data: lost });
    scene.t.queue.waiting = [];
    await work(scene.t.app, homeTask({ consoleUserId: actor.id }));
    expect(read(home.drawn(actor).at(-1))).toMatch(
      /Waits for you\nSet permissions .*\nThis can no longer be done/,
    );
    expect(await scene.t.db.auditEvent.count({ where: { action: "refused", actorId: actor.id } })).toBe(0);
  });

  test("shows the doings of others only with audit: view", async () => {
    await invite(scene, "others@acme.example");
    await home.open();
    expect(read()).not.toMatch(/Ed \(/);
    const actor = await makeActor(scene.t, { firstName: "Audrey", permissions: { audit: "view" } });
    await openHome({ ...home.ctx, actor });
    await scene.t.runJobs();
    expect(read(home.drawn(actor).at(-1))).toMatch(
      /# Recent activity\n[\s\S]*Ed \(Slack\) asked for the invitation of .* to Acme/,
    );
    expect(read(home.drawn(actor).at(-1))).not.toContain("not accepted yet");
  });

  test("tells somebody without permissions what is left, and who could give more", async () => {
    const actor = await makeActor(scene.t, { firstName: "Nora", permissions: {} });
    await openHome({ ...home.ctx, actor });
    await scene.t.runJobs();
    const shown = home.drawn(actor).at(-1);
    expect(read(shown)).toContain("/cyclr why");
    const offered = shown?.sections.flatMap(({ rows }) => rows.flatMap(({ buttons }) => buttons ?? []));
    expect(offered?.map(({ value }) => value)).toEqual(["dashboard", "report", "help", "whoami", "why"]);
  });

  test("is kept within Slack's limits, whatever people have typed", async () => {
    const name = `<!channel> *bold* <https://evil.example|x> \u202E${"🔥".repeat(200)}`;
    await scene.t.db.account.update({ where: { id: scene.accountId }, data: { name: name.repeat(20) } });
    for (let count = 0; count < 8; count += 1) {
      await revoke();
      await home.invites(`many${count}@acme.example`);
    }
    await scene.t.db.consoleUser.update({ where: { id: home.ctx.actor.id }, data: { fullAccess: true } });
    await home.open();
    await scene.t.db.consoleUser.update({ where: { id: home.ctx.actor.id }, data: { fullAccess: false } });
    const view = slackHome(home.drawn().at(-1) as HomeView);
    expect(() => acceptView(structuredClone(view), "home")).not.toThrow();
    expect(view.blocks.length).toBeLessThanOrEqual(100);
    const markup = JSON.stringify(view.blocks.filter(({ type }) => type === "context" || type === "section"));
    expect(markup).not.toContain("evil.example");
    expect(read()).toMatch(/# Your invitations that are not accepted yet\n(.*\n){5}and 3 more|and \d+ more/);
  });
});
