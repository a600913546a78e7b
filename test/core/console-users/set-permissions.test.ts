import { describe, expect, test } from "vitest";
import { setPermissionsRequest } from "../../../src/core/console-users/set-permissions.ts";
import { planRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { askPermissions, consoleScene, requestOf, rowOf } from "./console-scene.ts";
import { permissionsInput } from "../../../src/core/console-users/set-permissions.ts";
import { readAccess } from "../../../src/core/kernel/access/access.ts";

const scene = consoleScene();

test("gives and takes as asked, audits before and after, and the card shows the difference", async () => {
  await askPermissions(scene, scene.mia, scene.vic, "users:edit, console-users:view");
  await scene.t.runJobs();
  const permissions = { users: "edit", "console-users": "view" };
  expect(await rowOf(scene, scene.vic)).toMatchObject({ fullAccess: false, permissions });
  expect(await scene.events("console-permissions-changed")).toMatchObject([
    {
      actorId: scene.mia.id,
      subjectId: scene.vic.id,
      before: { fullAccess: false, permissions: { users: "view" } },
      after: { fullAccess: false, permissions },
    },
  ]);
  const card = scene.t.chat.latest();
  expect(card).toMatchObject({ title: "Permissions changed", state: "done" });
  expect(readWords(card.note)).toBe("users: view → edit; console-users: none → view");
});

test("run twice changes nothing more", async () => {
  await askPermissions(scene, scene.mia, scene.vic, "users:edit");
  const [task] = scene.t.queue.waiting.filter(({ lane }) => lane === "requests");
  await scene.t.runJobs();
  if (task) await scene.t.queue.add([task]);
  await scene.t.runJobs();
  expect(await scene.events("console-permissions-changed")).toHaveLength(1);
});

test("tells before and after, and warns who reduces themselves", async () => {
  const plan = async (actor: typeof scene.mia, target: { id: string }, words: string) => {
    const input = permissionsInput(await rowOf(scene, target), readAccess(words));
    return planRequest({ ...scene.t.app, actor }, setPermissionsRequest, input);
  };
  expect(await plan(scene.mia, scene.vic, "users:edit")).toMatchObject({
    needsConfirmation: true,
    warnings: [],
    effects: [
      "Vic has now: users: view.",
      "Vic would have: users: edit.",
      "Changes: users: view → edit. They hold at once, also for waiting requests.",
    ],
  });
  expect(await plan(scene.mia, scene.mia, "console-users:manage")).toMatchObject({
    warnings: ["These are your own permissions. You cannot give yourself back what you take away."],
  });
  expect(await plan(scene.mia, scene.vic, "users: view")).toMatchObject({
    needsConfirmation: false,
    effects: ["Vic has that already: nothing would change."],
  });
  expect(await plan(scene.olivia, scene.vic, "Full Access")).toMatchObject({
    warnings: ["Full Access allows everything, and also to give and take Full Access."],
  });
});

test("does not overwrite what somebody else has changed in the meantime", async () => {
  const requestId = await askPermissions(scene, scene.mia, scene.vic, "users:edit");
  await scene.t.db.consoleUser.update({
    where: { id: scene.vic.id },
    data: { permissions: { audit: "view" } },
  });
  await scene.t.runJobs();
  expect(await requestOf(scene, requestId)).toMatchObject({ status: "failed" });
  expect((await rowOf(scene, scene.vic)).permissions).toEqual({ audit: "view" });
  expect(readWords(scene.t.chat.latest().note)).toContain("changed by somebody else in the meantime");
});

test("what is taken away holds at once, also for a request that waits", async () => {
  const waiting = await askPermissions(scene, scene.mia, scene.vic, "none");
  const taking = await askPermissions(scene, scene.olivia, scene.mia, "users:edit");
  const jobs = scene.t.queue.waiting;
  const later = jobs.filter(({ payload }) => (payload as { requestId: string }).requestId === waiting);
  scene.t.queue.waiting = jobs.filter((job) => !later.includes(job));
  await scene.t.runJobs();
  expect(await requestOf(scene, taking)).toMatchObject({ status: "done" });
  await scene.t.queue.add(later);
  await scene.t.runJobs();
  expect(await requestOf(scene, waiting)).toMatchObject({ status: "failed" });
  expect((await rowOf(scene, scene.vic)).permissions).toEqual({ users: "view" });
});

describe("words", () => {
  test.each([
    ["Full Access", { fullAccess: true, permissions: {} }],
    ["none", { fullAccess: false, permissions: {} }],
    ["users: edit accounts:view", { fullAccess: false, permissions: { users: "edit", accounts: "view" } }],
    ["USERS:Edit,  audit : view", { fullAccess: false, permissions: { users: "edit", audit: "view" } }],
  ])("%s are read", (words, access) => {
    expect(readAccess(words)).toEqual(access);
  });

  test.each(["<!channel>", "users", "everything", "console-users:edit", `${"x".repeat(10_000)}:view`])(
    "that name no permission are refused",
    (words) => {
      expect(() => readAccess(words)).toThrow(/is not a permission|names no area/);
    },
  );
});
