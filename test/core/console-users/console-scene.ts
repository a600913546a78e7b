import { afterAll, beforeAll, beforeEach } from "vitest";
import { consoleUserActor } from "../../../src/core/kernel/access/console-user-actor.ts";
import { accessInput, readAccess } from "../../../src/core/kernel/access/access.ts";
import { freezeConsoleUserRequest } from "../../../src/core/console-users/freeze-console-user.ts";
import { inviteConsoleUserRequest } from "../../../src/core/console-users/invite-console-user.ts";
import { removeConsoleUserRequest } from "../../../src/core/console-users/remove-console-user.ts";
import { permissionsInput, setPermissionsRequest } from "../../../src/core/console-users/set-permissions.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import type { AuditEvent, ConsoleUser } from "../../../src/core/generated/prisma/client.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { type GivenConsoleUser, makeActor, makePartner } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

export interface ConsoleScene {
  t: TestApp;
  /** Full Access, and in each test the only one who has it. */
  olivia: ConsoleUserActor;
  /** May manage Console Users, and edit Users. */
  mia: ConsoleUserActor;
  /** May view Users. */
  vic: ConsoleUserActor;
  events(action?: string): Promise<AuditEvent[]>;
}

/** A team of three for each test, whose jobs run when the test says so. */
export function consoleScene(): ConsoleScene {
  const scene = {} as ConsoleScene;
  beforeAll(async () => {
    scene.t = await createTestApp();
    await makePartner(scene.t.db);
  });
  scene.events = auditOfTest(() => scene.t.db);
  beforeEach(async () => {
    const { db, mailer, chat, queue } = scene.t;
    await db.request.deleteMany();
    await db.consoleInvitation.deleteMany();
    await db.consoleUser.deleteMany();
    for (const list of [mailer.sent, mailer.failures, chat.messages, queue.waiting, queue.delayed])
      list.length = 0;
    const make = (firstName: string, given: GivenConsoleUser) =>
      makeActor(scene.t, { firstName, email: `${firstName.toLowerCase()}@partner.example`, ...given });
    scene.olivia = await make("Olivia", { fullAccess: true, permissions: {} });
    scene.mia = await make("Mia", { permissions: { "console-users": "manage", users: "edit" } });
    scene.vic = await make("Vic", { permissions: { users: "view" } });
  });
  afterAll(() => scene.t.close());
  return scene;
}

export const rowOf = ({ t }: ConsoleScene, { id }: { id: string }): Promise<ConsoleUser> =>
  t.db.consoleUser.findUniqueOrThrow({ where: { id } });

/** Somebody as they are in the database now. */
export const now = async (scene: ConsoleScene, actor: ConsoleUserActor): Promise<ConsoleUserActor> =>
  consoleUserActor(await rowOf(scene, actor), "slack");

/** Submits, and says that it is meant where that is asked. Nothing has run yet. */
export async function ask<Input>(
  { t }: ConsoleScene,
  actor: ConsoleUserActor,
  kind: RequestKind<Input>,
  input: Input,
): Promise<string> {
  const ctx: Context<ConsoleUserActor> = { ...t.app, actor };
  const { requestId, needsConfirmation: asked } = await submitRequest(ctx, kind, input, place());
  if (asked) await confirmRequest(ctx, requestId);
  return requestId;
}

export async function askPermissions(
  scene: ConsoleScene,
  actor: ConsoleUserActor,
  target: { id: string },
  words: string,
): Promise<string> {
  const input = permissionsInput(await rowOf(scene, target), readAccess(words));
  return ask(scene, actor, setPermissionsRequest, input);
}

export function askRemoval(
  scene: ConsoleScene,
  actor: ConsoleUserActor,
  { id }: { id: string },
): Promise<string> {
  return ask(scene, actor, removeConsoleUserRequest, { consoleUserId: id });
}

export function askFreeze(
  scene: ConsoleScene,
  actor: ConsoleUserActor,
  { id }: { id: string },
): Promise<string> {
  return ask(scene, actor, freezeConsoleUserRequest, { consoleUserId: id });
}

export function askInvitation(
  scene: ConsoleScene,
  actor: ConsoleUserActor,
  email: string,
  words = "none",
): Promise<string> {
  const input = { email, access: accessInput.parse(readAccess(words)) };
  return ask(scene, actor, inviteConsoleUserRequest, input);
}

export const requestOf = ({ t }: ConsoleScene, id: string) =>
  t.db.request.findUniqueOrThrow({ where: { id } });

/** The token in the link of the latest mail. */
export const mailedToken = ({ t }: ConsoleScene) =>
  /\/console-invitations\/([\w-]+)/.exec(t.mailer.sent.at(-1)?.text ?? "")?.[1] ?? "";
