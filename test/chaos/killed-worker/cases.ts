import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { until } from "../../support/until.ts";
import type { Scenario } from "./scenarios.ts";
import type { World } from "./world.ts";

/** One request of one scenario, in a channel of its own. */
export interface Case {
  scenario: Scenario;
  tag: string;
  requestId: string;
  channelId: string;
  /** Mails that the killed worker had handed over and not recorded. */
  mailsInDoubt: number;
}

export const nameOfScenario = ({ kind, variant }: Scenario) => (variant ? `${kind}, ${variant}` : kind);

let serial = 0;

/** Asks for it. Its card is drawn at once; it runs when it is released. */
export async function submitCase(world: World, scenario: Scenario): Promise<Case> {
  serial += 1;
  const tag = `case${String(serial).padStart(5, "0")}`;
  const members = Object.values(world.sandbox.people);
  const channelId = world.sandbox.slack.addChannel({ name: tag, members }).id;
  const place = { channelId, chatUserId: world.chatUserId, idempotencyKey: tag };
  const { requestId, needsConfirmation: asked } = await scenario.submit(world.ctx, tag, place);
  if (asked) await confirmRequest(world.ctx, requestId);
  const { status } = await world.ctx.db.request.findUniqueOrThrow({ where: { id: requestId } });
  if (status === "awaitingApproval") await approveRequest(world.approver, requestId);
  return { scenario, tag, requestId, channelId, mailsInDoubt: 0 };
}

/** Until the card of each stands in Slack, as it was before anything ran. */
export async function cardsStand({ ctx }: World, cases: Case[]): Promise<void> {
  const requestId = { in: cases.map((one) => one.requestId) };
  await until(async () => {
    const posted = await ctx.db.chatMessage.count({
      where: { requestId, key: "card", postedAt: { not: null }, leasedUntil: null },
    });
    return posted === cases.length;
  }, 30_000);
}

/**
 * Until nothing of them is left to do: a lease that has to run out, a recovery, and a second one where the worker died
 * between marking a row and dispatching it.
 */
export async function settled({ ctx }: World, cases: Case[]): Promise<void> {
  const requestId = { in: cases.map((one) => one.requestId) };
  const toAsk = cases.reduce((sum, { scenario }) => sum + (scenario.there ?? 0), 0);
  await until(async () => {
    // First: what it asks for has cards drawn anew.
    const asked = await ctx.db.cloudEffect.count({ where: { requestId } });
    const underWay = await ctx.db.cloudEffect.count({
      where: { requestId, doneAt: null, failedAt: null, byHandAt: null, undoneAt: null },
    });
    if (asked < toAsk || underWay > 0) return false;
    const open = await ctx.db.request.count({ where: { id: requestId, finishedAt: null } });
    const undrawn = await ctx.db.chatMessage.count({
      where: {
        requestId,
        OR: [
          { observedGeneration: { lt: ctx.db.chatMessage.fields.generation } },
          { leasedUntil: { not: null } },
        ],
      },
    });
    return open + undrawn === 0;
  }, 20_000).catch(async (error: unknown) => {
    const left = await ctx.db.request.findMany({
      where: { id: requestId },
      include: { messages: true, cloudEffects: true },
    });
    throw new Error(JSON.stringify(left), { cause: error });
  });
}
