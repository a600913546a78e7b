import { expect, test } from "vitest";
import { identifyCaller } from "../../../src/core/console-users/identify-caller.ts";
import { readWords, workspace } from "../../support/recorded-chat.ts";
import {
  askInvitation,
  askPermissions,
  askRemoval,
  consoleScene,
  requestOf,
  rowOf,
} from "./console-scene.ts";
import { place } from "../../support/invite-scene.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { removeConsoleUserRequest } from "../../../src/core/console-users/remove-console-user.ts";

const scene = consoleScene();
const requestsOnly = (ids: string[]) => {
  const { queue } = scene.t;
  const left = queue.waiting.filter(
    ({ payload }) => !ids.includes((payload as { requestId: string }).requestId),
  );
  const taken = queue.waiting.filter((job) => !left.includes(job));
  queue.waiting = taken;
  return left;
};

test("takes the Console, the link to Slack and the password away, audits it, and refuses whoever comes back", async () => {
  await scene.t.db.consoleUser.update({ where: { id: scene.vic.id }, data: { passwordHash: "hash" } });
  await askRemoval(scene, scene.mia, scene.vic);
  await scene.t.runJobs();
  expect(await rowOf(scene, scene.vic)).toMatchObject({
    removedAt: scene.t.clock.now(),
    chatUserId: null,
    chatTeamId: null,
    chatEmailKey: null,
    passwordHash: null,
  });
  expect(await scene.events("console-user-removed")).toMatchObject([
    { actorId: scene.mia.id, subjectId: scene.vic.id, before: { access: "users: view" } },
  ]);
  expect(scene.t.chat.latest().title).toBe("Console User removed");
  const caller = { chatUserId: scene.vic.chatUserId ?? "", workspaceId: workspace };
  await expect(identifyCaller(scene.t.app, caller)).rejects.toMatchObject({ code: "forbidden" });
});

test("stops what they asked for and what still waits, with a sentence on its card", async () => {
  const waiting = await askPermissions(scene, scene.mia, scene.vic, "users:edit");
  const draft = await submitRequest(
    { ...scene.t.app, actor: scene.mia },
    removeConsoleUserRequest,
    { consoleUserId: scene.olivia.id },
    place(),
  ).catch(() => undefined);
  expect(draft).toBeUndefined();
  const removal = await askRemoval(scene, scene.olivia, scene.mia);
  const left = requestsOnly([removal]);
  await scene.t.runJobs();
  const because = "The requester was removed from the Console Users by Olivia, so it was stopped.";
  expect(await requestOf(scene, waiting)).toMatchObject({
    status: "failed",
    trouble: because,
    dedupeKey: null,
  });
  await scene.t.queue.add(left);
  await scene.t.runJobs();
  expect(await requestOf(scene, waiting)).toMatchObject({ status: "failed", trouble: because });
  expect((await rowOf(scene, scene.vic)).permissions).toEqual({ users: "view" });
  const cards = scene.t.chat.messages.map(({ cards }) => readWords(cards.at(-1)?.note ?? ""));
  expect(cards.some((note) => note.startsWith(because))).toBe(true);
});

test("leaves a request that a worker is at to that worker", async () => {
  const running = await askPermissions(scene, scene.mia, scene.vic, "users:edit");
  const leasedUntil = new Date(scene.t.clock.now().getTime() + 60_000);
  await scene.t.db.request.update({ where: { id: running }, data: { leasedUntil } });
  const removal = await askRemoval(scene, scene.olivia, scene.mia);
  requestsOnly([removal]);
  await scene.t.runJobs();
  expect(await requestOf(scene, running)).toMatchObject({ status: "queued", leasedUntil });
});

test("withdraws the open invitations that they sent", async () => {
  await askInvitation(scene, scene.mia, "new@partner.example", "users:edit");
  await scene.t.runJobs();
  expect(scene.t.chat.latest().title).toBe("Console invitation mailed");
  await askRemoval(scene, scene.olivia, scene.mia);
  await scene.t.runJobs();
  expect(scene.t.chat.latest().title).toBe("Console invitation withdrawn");
  expect(await scene.events("console-invitation-revoked")).toHaveLength(1);
});

test("run twice removes once; a second request finds nobody", async () => {
  await askRemoval(scene, scene.mia, scene.vic);
  const tasks = [...scene.t.queue.waiting];
  await scene.t.runJobs();
  await scene.t.queue.add(tasks);
  await scene.t.runJobs();
  expect(await scene.events("console-user-removed")).toHaveLength(1);
  await expect(askRemoval(scene, scene.mia, scene.vic)).rejects.toMatchObject({ code: "not-found" });
});

test("needs console-users: manage", async () => {
  await expect(askRemoval(scene, scene.vic, scene.mia)).rejects.toThrow("“console-users: manage”");
  expect(await scene.events("refused")).toHaveLength(1);
});
