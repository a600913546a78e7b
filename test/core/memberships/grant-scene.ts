import { beforeEach } from "vitest";
import { after, days } from "../../../src/core/kernel/time/clock.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import type { GrantAdministratorInput } from "../../../src/core/memberships/end-grant.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeUser } from "../../support/factories.ts";
import { type InviteScene, inviteScene } from "../../support/invite-scene.ts";
import { ask, join, levelsOf } from "../users/user-scene.ts";

export type How = Omit<GrantAdministratorInput, "userId" | "accountId">;

/** What an audit tells where somebody loses the level. */
export const loss = { before: { level: "Administrator" }, after: { level: "Access" } };

/** A member of Acme Ltd with Access, at nine in the morning, a day later in each test. */
export function grantScene() {
  const scene: InviteScene = inviteScene();
  const events = auditOfTest(() => scene.t.db);
  let start = new Date("2026-03-02T09:00:00Z");
  let userId = "";
  beforeEach(async () => {
    start = after(start, days(1));
    scene.t.clock.set(start);
    await scene.t.db.administratorGrant.deleteMany();
    scene.t.queue.waiting.length = 0;
    scene.t.queue.delayed.length = 0;
    ({ id: userId } = await makeUser(scene.t.db));
    await join(scene, userId, scene.accountId);
  });
  const inputOf = (how: How) => ({ userId, accountId: scene.accountId, ...how });
  const at = (time: string) => new Date(`${start.toISOString().slice(0, 10)}T${time}Z`);
  const thread = () => scene.t.chat.messages.filter(({ underId }) => underId !== undefined);
  return {
    scene,
    events,
    inputOf,
    at,
    iso: (time: string) => at(time).toISOString(),
    userId: () => userId,
    grant: (how: How = {}) => ask(scene, grantAdministratorRequest, inputOf(how)),
    grantOf: ({ requestId }: { requestId: string }) =>
      scene.t.db.administratorGrant.findFirstOrThrow({ where: { requestId } }),
    level: async () => Object.values(await levelsOf(scene, userId))[0],
    pass: async (ms: number) => {
      scene.t.clock.advance(ms);
      await scene.t.runJobs();
    },
    card: () => scene.t.chat.latest(),
    thread,
    /** What each message in the thread says now. */
    said: () => thread().map(({ cards }) => cards.at(-1)),
    /** Before and after, as the audit tells them, of each of these since the test began. */
    told: async (action: string) =>
      (await events())
        .filter((event) => event.action === action)
        .map(({ before, after }) => ({ before, after })),
  };
}
