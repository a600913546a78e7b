import { afterAll, beforeAll, beforeEach } from "vitest";
import type { ConsoleUserActor, Context } from "../../src/core/context.ts";
import { acceptInvitation } from "../../src/core/invitations/accept-invitation.ts";
import { inviteUser } from "../../src/core/invitations/invite-user-request.ts";
import type { RequestOrigin } from "../../src/core/kernel/requests/submit-request.ts";
import { ExternalError } from "../../src/core/kernel/external-error.ts";
import { makeAccount, makeActor, makePartner } from "./factories.ts";
import { createTestApp, type TestApp } from "./test-app.ts";

export interface InviteScene {
  t: TestApp;
  ctx: Context<ConsoleUserActor>;
  /** A fresh Account in each test. */
  accountId: string;
}

/** Ed of Northwind Software, who may invite, and an empty Account called Acme Ltd for each test. */
export function inviteScene(): InviteScene {
  const scene = {} as InviteScene;
  beforeAll(async () => {
    scene.t = await createTestApp();
    await makePartner(scene.t.db, "Northwind Software");
    const actor = await makeActor(scene.t, { firstName: "Ed", email: "ed@partner.example" });
    scene.ctx = { ...scene.t.app, actor };
  });
  beforeEach(async () => {
    scene.accountId = (await makeAccount(scene.t.db, { name: "Acme Ltd" })).id;
    const { mailer, chat, queue } = scene.t;
    for (const list of [mailer.sent, mailer.failures, chat.messages, chat.failures]) list.length = 0;
    queue.down = false;
  });
  afterAll(() => scene.t.close());
  return scene;
}

let deliveries = 0;

export const place = (): RequestOrigin => ({
  channelId: "C1",
  chatUserId: "U-ed",
  idempotencyKey: `command:${(deliveries += 1)}`,
});

interface InviteOptions {
  asAdministrator?: boolean;
  actor?: ConsoleUserActor;
  at?: RequestOrigin;
}

export function invite(scene: InviteScene, email: string, options: InviteOptions = {}) {
  const { asAdministrator = false, actor = scene.ctx.actor, at = place() } = options;
  return inviteUser({ ...scene.ctx, actor }, { accountId: scene.accountId, email, asAdministrator }, at);
}

export function accept({ t }: InviteScene, token: string, username: string) {
  const password = "a long enough one";
  const form = { username, firstName: "", lastName: "", password, passwordAgain: password };
  const actor = { kind: "invitee", name: "invitee", surface: "web" } as const;
  return acceptInvitation({ ...t.app, actor }, { token, form });
}

/** The token in a mail's link. */
export const tokenIn = (text = "") => /\/invitations\/([\w-]+)/.exec(text)?.[1] ?? "";

/** What the mailer throws: by a number it is the answer to this recipient, unless `concerns` says otherwise. */
export const trouble = (retryable: boolean, reason: string, concerns?: "sender") =>
  new ExternalError(`Refused (${reason}).`, {
    retryable,
    reason,
    ...(concerns ? { concerns } : /^\d/u.test(reason) && reason !== "421" ? { concerns: "recipient" } : {}),
  });
