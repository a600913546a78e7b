import { beforeEach, describe, expect, test } from "vitest";
import { days, hours, minutes } from "../../../../src/core/kernel/time/clock.ts";
import { hearUserChange } from "../../../../src/core/kernel/requests/chat-standing.ts";
import type { ConsoleUserActor } from "../../../../src/core/context.ts";
import type { ChatExclusion } from "../../../../src/core/kernel/chat/chat.ts";
import { grantAdministratorRequest } from "../../../../src/core/memberships/grant-administrator.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { noApprovals } from "../../../support/test-app.ts";
import { approveAlone } from "../../../../src/core/kernel/requests/going-alone.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { invalidateWaiting } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { remindApprovers } from "../../../../src/core/kernel/requests/enter-queue-or-approval.ts";
import { addPerson } from "../../../support/factories.ts";
import { readWords } from "../../../support/recorded-chat.ts";
import { place, trouble } from "../../../support/invite-scene.ts";
import { approvalScene, askGrant, grants, lower, makeSensitive, rowOf, says } from "./approval-scene.ts";
import { hint } from "../../../../src/core/kernel/text/command-hint.ts";
import { moment } from "../../../../src/core/kernel/text/moment-words.ts";
import { runRequestJob } from "../../../../src/core/kernel/requests/run-request.ts";

const scene = approvalScene();
const typed = { typed: "I am the only one" };
const slackOf = ({ chatUserId }: ConsoleUserActor) => chatUserId ?? "";
const becomes = (one: ConsoleUserActor, excluded: ChatExclusion | undefined) =>
  addPerson(scene.t.chat, slackOf(one), `${one.name.toLowerCase()}@partner.example`, { excluded });
const unlink = ({ id }: ConsoleUserActor) =>
  scene.t.db.consoleUser.update({ where: { id }, data: { chatUserId: null, chatTeamId: null } });

/** What somebody was sent directly, and not as a note under a card. */
const direct = (one: ConsoleUserActor) =>
  scene.t.chat.messages.filter(({ channelId }) => channelId === slackOf(one));
const run = async () => {
  await scene.t.runJobs();
  scene.t.clock.advance(1000);
  await scene.t.runJobs();
};

beforeEach(() => {
  const { channels, shared } = scene.t.chat;
  channels.clear();
  shared.clear();
  channels.set("C1", new Set([scene.mia, scene.max, scene.olivia, scene.ed].map(slackOf)));
});

describe("an approval", () => {
  test("goes directly to whoever can give it and is not in the channel, with its buttons, and to nobody else", async () => {
    scene.t.chat.channels.set("C1", new Set([slackOf(scene.mia), slackOf(scene.ed)]));
    const id = await askGrant(scene);
    await run();
    for (const one of [scene.max, scene.olivia]) {
      expect(direct(one)).toHaveLength(1);
      const card = direct(one)[0]?.cards.at(-1);
      expect(card).toMatchObject({ title: "This needs approval" });
      expect(card?.buttons?.map(({ label }) => label)).toEqual(["Approve", "Deny", "Cancel"]);
      expect(readWords(card?.footer ?? "")).toContain(
        "Sent to you directly, since you can approve or deny it.",
      );
    }
    expect([direct(scene.mia), direct(scene.ed)]).toEqual([[], []]);
    await approveRequest(scene.as(scene.max), id);
    await run();
    for (const one of [scene.max, scene.olivia])
      expect(direct(one)[0]?.cards.at(-1)).toMatchObject({ title: "Approved" });
    expect(direct(scene.max)).toHaveLength(1);
  });

  test("goes to each of them where the bot cannot post in the channel, and where nobody knows who is in it", async () => {
    scene.t.chat.failures.push({ error: trouble(false, "not_in_channel") });
    await askGrant(scene);
    await run();
    for (const one of [scene.mia, scene.max, scene.olivia]) expect(direct(one)).toHaveLength(1);
    scene.t.chat.messages.length = 0;
    await scene.t.db.request.deleteMany();
    scene.t.chat.channels.clear();
    await askGrant(scene);
    await run();
    for (const one of [scene.mia, scene.max, scene.olivia]) expect(direct(one)).toHaveLength(1);
  });

  test("is reminded of directly as well, and reaches who became able to give it meanwhile", async () => {
    scene.t.chat.channels.set("C1", new Set([slackOf(scene.mia)]));
    await lower(scene, scene.max);
    await askGrant(scene);
    await run();
    expect(direct(scene.max)).toEqual([]);
    const data = { permissions: { users: "manage" } };
    await scene.t.db.consoleUser.update({ where: { id: scene.max.id }, data });
    await invalidateWaiting(scene.t.app);
    await run();
    expect(direct(scene.max)).toHaveLength(1);
    scene.t.clock.advance(hours(1));
    await remindApprovers(scene.t.app);
    await run();
    expect(direct(scene.olivia).map(({ cards }) => cards.at(-1)?.title)).toEqual([
      "This needs approval",
      "This still needs approval",
    ]);
  });
});

describe("somebody whom Slack calls deactivated or a guest", () => {
  test("is neither mentioned nor counted, as soon as Slack is asked", async () => {
    becomes(scene.mia, "deactivated");
    becomes(scene.max, "guest");
    const { text } = await says(scene, await askGrant(scene), "approval");
    expect(text).toContain("Can approve: @Olivia.");
    expect(text).not.toMatch(/Mia|Max/);
  });

  test("leaves Full Access free to go on alone at once, and takes that back when they return", async () => {
    const id = await askGrant(scene, scene.olivia);
    await expect(approveAlone(scene.as(scene.olivia), id, typed)).rejects.toThrow(/Mia can\. Besides: Max/);
    becomes(scene.mia, "deactivated");
    becomes(scene.max, "guest");
    for (const one of [scene.mia, scene.max]) await hearUserChange(scene.t.app, slackOf(one));
    expect((await says(scene, id, "approval")).buttons).toEqual(["Go on alone", "Cancel"]);
    becomes(scene.mia, undefined);
    // Slack has not told of it: it is asked.
    await expect(approveAlone(scene.as(scene.olivia), id, typed)).rejects.toThrow(/approve this: Mia can\./);
    becomes(scene.mia, "deactivated");
    await approveAlone(scene.as(scene.olivia), id, typed);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
    expect((await scene.events("slack-standing-changed")).length).toBeGreaterThanOrEqual(3);
  });

  test("approves nothing, though what is kept of them says otherwise", async () => {
    const id = await askGrant(scene);
    becomes(scene.mia, "deactivated");
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow(/Mia is deactivated in Slack/);
    expect((await rowOf(scene, id)).votes).toEqual([]);
  });

  test("has approved nothing: the vote is asked about at the last vote and when the job starts", async () => {
    await makeSensitive(scene);
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    becomes(scene.mia, "deactivated");
    expect(await approveRequest(scene.as(scene.max), id)).toMatchObject({ missing: 1 });
    expect(await approveRequest(scene.as(scene.olivia), id)).toMatchObject({ missing: 0 });
    becomes(scene.max, "deactivated");
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(0);
    expect((await rowOf(scene, id)).trouble).toMatch(/approval of Mia, Max no longer counts/);
  });

  test("grants nothing, where the policy asks nobody to approve it either", async () => {
    const free = { ...scene.t.app, approvalPolicy: noApprovals, actor: scene.ed };
    const input = { userId: scene.userId, accountId: scene.accountId };
    const { requestId } = await submitRequest(free, grantAdministratorRequest, input, place());
    becomes(scene.ed, "deactivated");
    await runRequestJob.run({ ...scene.t.app, approvalPolicy: noApprovals }, { requestId });
    expect(await grants(scene)).toBe(0);
    expect((await rowOf(scene, requestId)).trouble).toMatch(/is deactivated in Slack/);
  });

  test("is granted nothing for what they asked before", async () => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    becomes(scene.ed, "deactivated");
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(0);
    expect((await rowOf(scene, id)).trouble).toMatch(/is deactivated in Slack/);
  });
});

describe("somebody who can approve and was never linked to Slack", () => {
  test("counts as called only once the mail is out", async () => {
    await unlink(scene.mia);
    await lower(scene, scene.max);
    scene.t.mailer.failures.push(trouble(true, "connection"));
    const called = async () =>
      (await scene.t.db.consoleUser.findUniqueOrThrow({ where: { id: scene.mia.id } })).calledAt;
    await askGrant(scene, scene.olivia);
    await scene.t.runJobs();
    expect([scene.t.mailer.sent, await called()]).toEqual([[], null]);
    scene.t.clock.advance(minutes(1));
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(await called()).toEqual(scene.t.clock.now());
  });

  test("reads times in the mail in the zone that Slack once told of them, or in the Partner's", async () => {
    await unlink(scene.mia);
    await lower(scene, scene.max);
    const app = { ...scene.t.app, timeZone: "Europe/Berlin" };
    const ask = async () => {
      scene.t.mailer.sent.length = 0;
      await scene.t.db.request.deleteMany();
      await askGrant(scene, scene.olivia, { reason: `until ${moment(new Date("2026-10-25T01:30Z"))}` });
      await scene.t.queue.run(app);
      return scene.t.mailer.sent[0]?.text;
    };
    expect(await ask()).toContain("Because: until Sun, 25 Oct 2026, 02:30 Berlin time (UTC+1)");
    await scene.t.db.consoleUser.update({
      where: { id: scene.mia.id },
      data: { timeZone: "Asia/Kathmandu" },
    });
    expect(await ask()).toContain("Because: until Sun, 25 Oct 2026, 07:15 Kathmandu time (UTC+5:45)");
  });

  test("is named and mailed once a request, and keeps Full Access from going alone for seven days", async () => {
    await unlink(scene.mia);
    await lower(scene, scene.max);
    const id = await askGrant(scene, scene.olivia, { reason: "month end" });
    const note = await says(scene, id, "approval");
    expect(note.text).toContain("Mia (not linked yet: they have to send /cyclr once)");
    expect(scene.t.mailer.sent).toMatchObject([
      { to: "mia@partner.example", subject: expect.stringContaining("your approval is asked for") },
    ]);
    expect(scene.t.mailer.sent[0]?.text).toMatch(
      /Olivia asks for Administrator of Acme Ltd[\s\S]*month end[\s\S]*\/cyclr/,
    );
    await invalidateWaiting(scene.t.app);
    await run();
    expect(scene.t.mailer.sent).toHaveLength(1);
    await expect(approveAlone(scene.as(scene.olivia), id, typed)).rejects.toThrow(
      `Mia can approve this once they have sent ${hint()} in Slack`,
    );
    scene.t.clock.advance(days(7));
    await scene.t.db.request.deleteMany();
    const later = await askGrant(scene, scene.olivia);
    expect((await says(scene, later, "approval")).buttons).toEqual([
      "Approve",
      "Deny",
      "Go on alone",
      "Cancel",
    ]);
    expect(scene.t.mailer.sent).toHaveLength(2);
    await approveAlone(scene.as(scene.olivia), later, typed);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
  });
});
