import { afterAll, beforeAll, beforeEach } from "vitest";
import { consoleUserActor } from "../../../../src/core/kernel/access/console-user-actor.ts";
import type { ConsoleUserActor, Context } from "../../../../src/core/context.ts";
import type { AuditEvent } from "../../../../src/core/generated/prisma/client.ts";
import { grantAdministratorRequest } from "../../../../src/core/memberships/grant-administrator.ts";
import { defaultApprovalPolicy } from "../../../../src/core/kernel/requests/approval-policy.ts";
import { type RequestOrigin, submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { auditOfTest } from "../../../support/audit-of-test.ts";
import {
  type GivenConsoleUser,
  makeAccount,
  makeActor,
  makePartner,
  makeUser,
} from "../../../support/factories.ts";
import { place } from "../../../support/invite-scene.ts";
import { readWords } from "../../../support/recorded-chat.ts";
import { createTestApp, type TestApp } from "../../../support/test-app.ts";

export interface ApprovalScene {
  t: TestApp;
  /** Full Access. */
  olivia: ConsoleUserActor;
  /** `users: manage`, as Max. */
  mia: ConsoleUserActor;
  max: ConsoleUserActor;
  /** `users: edit`: may ask, and approve nothing. */
  ed: ConsoleUserActor;
  accountId: string;
  /** A member of the Account, with Access. */
  userId: string;
  events(action?: string): Promise<AuditEvent[]>;
  as(actor: ConsoleUserActor): Context<ConsoleUserActor>;
}

/** A team of four under the default policy, and hanna, a member of Acme Ltd, for each test. */
export function approvalScene(): ApprovalScene {
  const scene = {} as ApprovalScene;
  beforeAll(async () => {
    scene.t = await createTestApp({ approvalPolicy: defaultApprovalPolicy });
    await makePartner(scene.t.db);
  });
  scene.events = auditOfTest(() => scene.t.db);
  scene.as = (actor) => ({ ...scene.t.app, actor });
  beforeEach(async () => {
    const { db, chat, mailer, queue } = scene.t;
    await db.request.deleteMany();
    await db.user.deleteMany();
    await db.account.deleteMany();
    await db.consoleUser.deleteMany();
    for (const list of [mailer.sent, chat.messages, queue.waiting, queue.delayed]) list.length = 0;
    const make = (firstName: string, given: GivenConsoleUser) =>
      makeActor(scene.t, { firstName, email: `${firstName.toLowerCase()}@partner.example`, ...given });
    scene.olivia = await make("Olivia", { fullAccess: true, permissions: {} });
    scene.mia = await make("Mia", { permissions: { users: "manage" } });
    scene.max = await make("Max", { permissions: { users: "manage" } });
    scene.ed = await make("Ed", { permissions: { users: "edit" } });
    scene.accountId = (await makeAccount(db, { name: "Acme Ltd", apiId: "acme" })).id;
    scene.userId = (await makeUser(db, { username: "hanna" })).id;
    await db.membership.create({ data: { userId: scene.userId, accountId: scene.accountId } });
  });
  afterAll(() => scene.t.close());
  return scene;
}

/** Asks for Administrator for hanna. */
export async function askGrant(
  scene: ApprovalScene,
  actor: ConsoleUserActor = scene.ed,
  given: Partial<RequestOrigin> = {},
): Promise<string> {
  const input = { userId: scene.userId, accountId: scene.accountId };
  const { requestId } = await submitRequest(scene.as(actor), grantAdministratorRequest, input, {
    ...place(),
    ...given,
  });
  return requestId;
}

export const rowOf = ({ t }: ApprovalScene, id: string) =>
  t.db.request.findUniqueOrThrow({ where: { id }, include: { votes: true } });

export const grants = ({ t }: ApprovalScene) => t.db.administratorGrant.count();

export async function makeSensitive(
  { t, ...scene }: ApprovalScene,
  accountId: string = scene.accountId,
): Promise<void> {
  const data = { sensitiveBecause: "Bank data: ask legal first." };
  await t.db.account.update({ where: { id: accountId }, data });
}

/** Takes from a Console User what they may. */
export async function lower({ t }: ApprovalScene, { id }: ConsoleUserActor): Promise<void> {
  await t.db.consoleUser.update({ where: { id }, data: { permissions: { users: "view" } } });
}

export async function refreshed({ t }: ApprovalScene, { id }: ConsoleUserActor): Promise<ConsoleUserActor> {
  return consoleUserActor(await t.db.consoleUser.findUniqueOrThrow({ where: { id } }), "slack");
}

/** What a message says, by the first word of its key. */
export async function says(scene: ApprovalScene, requestId: string, key: string) {
  await scene.t.runJobs();
  scene.t.clock.advance(1000);
  await scene.t.runJobs();
  const rows = await scene.t.db.chatMessage.findMany({ where: { requestId } });
  const row = rows.find((one) => one.key === key || one.key.startsWith(`${key}-`));
  const card = scene.t.chat.messages.find((one) => one.key === row?.id)?.cards.at(-1);
  if (!card) throw new Error(`no message ${key}`);
  const fields = card.fields.map(([label, value]) => `${label}: ${readWords(value)}`);
  return {
    title: card.title,
    text: [...fields, readWords(card.note)].join("\n"),
    buttons: (card.buttons ?? []).map(({ label }) => label),
    values: (card.buttons ?? []).map(({ value }) => value),
  };
}
