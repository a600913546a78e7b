import { expect, test } from "vitest";
import { explainPermission, ownAccessWords } from "../../../src/core/console-users/invite-console-user.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { consoleScene, rowOf } from "./console-scene.ts";

const scene = consoleScene();
const words = async (actor: ConsoleUserActor) => ownAccessWords(await rowOf(scene, actor)).join("\n");
const explain = async (actor: ConsoleUserActor) =>
  (await explainPermission({ ...scene.t.app, actor }, "users:edit")).join("\n");

test("somebody is told what each of their levels allows, with those below it", async () => {
  const told = await words(scene.mia);
  expect(told).toContain("You are Mia (mia@partner.example), a Console User.");
  expect(told).toContain(
    "• users: edit (list, look up, see pending invitations; invite, create, add Accounts, resend and revoke invitations, grant and revoke administrator)",
  );
  expect(told).toContain("• console-users: manage (list; invite, set permissions, remove)");
  expect(told).toContain("• settings: none");
  expect(told).toContain("Every Console User may: see the dashboard, see reports.");
});

test("somebody with Full Access is told the highest level of each area", async () => {
  const told = await words(scene.olivia);
  expect(told).toContain("You have Full Access");
  expect(told).toContain("• settings: manage (read; change; API clients and their secrets)");
  expect(told).not.toContain("none");
});

test("why says who has it, and who could do it or give it to whom it is missing", async () => {
  expect(await explain(scene.olivia)).toContain("You may: you have Full Access.");
  expect(await explain(scene.mia)).toContain("You may: your level for users is edit.");
  const told = await explain(scene.vic);
  expect(told).toContain("You may not: your level for users is view, and edit is missing.");
  expect(told).toContain("These people can do it: Olivia, Mia.");
  expect(told).toContain("To get this permission: Ask one of these: Olivia, Mia.");
});
