import { afterAll, beforeAll, beforeEach } from "vitest";
import type { ConsolePermissions } from "../../../src/core/kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import type { Card } from "../../../src/core/kernel/chat/chat.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { makeActor, makePartner, makeUser } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

export interface AccountScene {
  t: TestApp;
  /** Mia, who may manage Accounts and edit Users. */
  ctx: Context<ConsoleUserActor>;
  actor(permissions: ConsolePermissions): Promise<Context<ConsoleUserActor>>;
}

export function accountScene(): AccountScene {
  const scene = {} as AccountScene;
  const actor = async (permissions: ConsolePermissions) => ({
    ...scene.t.app,
    actor: await makeActor(scene.t, { permissions }),
  });
  beforeAll(async () => {
    scene.t = await createTestApp();
    scene.actor = actor;
    await makePartner(scene.t.db);
    scene.ctx = await actor({ accounts: "manage", users: "edit" });
  });
  beforeEach(() => {
    const { chat, queue } = scene.t;
    for (const list of [chat.messages, chat.failures, chat.files, queue.waiting]) list.length = 0;
  });
  afterAll(() => scene.t.close());
  return scene;
}

/** Submits, confirms what is asked, runs it, and reads the card. */
export async function carryOut<Input>(
  { t, ctx }: AccountScene,
  kind: RequestKind<Input>,
  input: Input,
): Promise<string> {
  const { requestId, needsConfirmation: asked } = await submitRequest(ctx, kind, input, place());
  if (asked) await confirmRequest(ctx, requestId);
  await t.runJobs();
  return cardWords(t.chat.messages.at(-1)?.cards.at(-1));
}

export function cardWords(card: Card | undefined): string {
  if (!card) return "no card";
  const fields = card.fields.map(([label, value]) => `${label}: ${readWords(value)}`);
  return [card.title, ...fields, readWords(card.note)].join("\n");
}

export const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => "not refused",
    (error: { code: string; field: string; message: string }) => error,
  );

export async function makeMember(
  { t }: AccountScene,
  accountId: string,
  { administrator = false, username }: { administrator?: boolean; username?: string } = {},
) {
  const user = await makeUser(t.db, username ? { username } : {});
  const grants = administrator ? { grants: { create: { startsAt: new Date(0) } } } : {};
  const membership = await t.db.membership.create({ data: { userId: user.id, accountId, ...grants } });
  return { user, membership };
}
