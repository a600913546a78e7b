import type { Fault } from "../../../src/sandbox/slack/server/faults.ts";
import { until } from "../../support/until.ts";
import { cardsStand, type Case, settled, submitCase } from "./cases.ts";
import { beforeItRuns, type Effect, onlyWhileItRuns } from "./effects.ts";
import { auditThere } from "./end-state.ts";
import { effectKey } from "./effect-proxy.ts";
import { removeApiClients } from "./prepare.ts";
import type { Scenario } from "./scenarios.ts";
import type { World } from "./world.ts";

const never = 60_000;

/** Runs each scenario once, undisturbed. */
export async function runUndisturbed(world: World, scenarios: Scenario[]): Promise<Case[]> {
  const cases = await submitAll(world, scenarios);
  await cardsStand(world, cases);
  await world.release(ids(cases));
  await settled(world, cases);
  return cases;
}

/** The effects that such a run has had, in the order of `effects`; of Slack's calls, those after the first `since`. */
export function effectsOf({ proxy, sandbox }: World, one: Case, since = 0): (effect: Effect) => boolean {
  const calls = sandbox.slack.calls.slice(since).filter(({ args }) => args["channel"] === one.channelId);
  return (effect) => {
    if (effect === "mail handed over") return mailsOf(sandbox, one) > 0;
    // Seen there while it is withheld; undisturbed it is what is recorded then.
    if (effect === "done in Cyclr") return proxy.seen.has(effectKey("done in Cyclr recorded", one.requestId));
    if (effect in posts) return calls.some((call) => isPost(effect, call.method, call.args));
    return proxy.seen.has(effectKey(effect, one.requestId));
  };
}

/**
 * Runs each scenario and kills the worker when every one of them has had this effect, and none of them has been told that it
 * has. Another worker then goes on.
 */
export async function killAfter(world: World, effect: Effect, scenarios: Scenario[]): Promise<Case[]> {
  let since = 0;
  const hold = () => {
    since = world.sandbox.slack.calls.length;
    if (effect in posts) withhold(world, effect);
    if (effect === "done in Cyclr") world.sandbox.cloud?.proxy.meet("silent");
    world.proxy.hold(effect);
  };
  // Before anything is asked for: a card may be drawn before the request's id is known here.
  const late = onlyWhileItRuns.includes(effect);
  if (!late) hold();
  const cases = await submitAll(world, scenarios);
  if (effect === "mail handed over")
    for (const { tag } of cases) {
      world.sandbox.mailbox.faults.inject({
        stage: "data",
        kind: "slow",
        accepted: true,
        ms: never,
        recipient: new RegExp(`@${tag}\\.example$`),
      });
    }
  const early = beforeItRuns.includes(effect);
  if (!early) await cardsStand(world, cases);
  if (late) hold();
  if (!early) await world.release(ids(cases));
  const had = (one: Case) => hasHad(world, effect, one, since);
  const missing = async () => {
    const all = await Promise.all(cases.map(async (one) => ((await had(one)) ? [] : [one])));
    return all.flat();
  };
  await until(async () => (await missing()).length === 0, 60_000).catch(async () => {
    const kinds = (await missing()).map(({ scenario }) => scenario.kind);
    throw new Error(`Without “${effect}” after a minute: ${kinds.join(", ")}\n${world.worker.output()}`);
  });
  await world.kill();
  for (const one of cases) one.mailsInDoubt = await mailsInDoubt(world, one);
  await world.restart();
  if (early) await world.release(ids(cases));
  await settled(world, cases);
  return cases;
}

async function submitAll(world: World, scenarios: Scenario[]): Promise<Case[]> {
  await removeApiClients(world.ctx.db);
  const cases: Case[] = [];
  for (const scenario of scenarios) cases.push(await submitCase(world, scenario));
  return cases;
}

const ids = (cases: Case[]) => cases.map(({ requestId }) => requestId);

const posts: Partial<Record<Effect, { method: string; inThread: boolean }>> = {
  "card posted": { method: "chat.postMessage", inThread: false },
  "note posted": { method: "chat.postMessage", inThread: true },
  "card redrawn": { method: "chat.update", inThread: false },
};

function isPost(effect: Effect, method: string, args: Record<string, unknown>): boolean {
  const post = posts[effect];
  return post !== undefined && method === post.method && "thread_ts" in args === post.inThread;
}

/** Slack carries such calls out and answers them too late. */
function withhold({ sandbox }: World, effect: Effect): void {
  const when: Fault["when"] = (args) => isPost(effect, posts[effect]?.method ?? "", args);
  const method = posts[effect]?.method ?? "";
  sandbox.slack.faults.inject({ method, kind: "slow", accepted: true, ms: never, times: 10_000, when });
}

async function hasHad(world: World, effect: Effect, one: Case, since: number): Promise<boolean> {
  const { proxy, sandbox } = world;
  if (effect === "done in Cyclr")
    return sandbox.cloud !== undefined && (await auditThere(sandbox.cloud.db, one.tag)).length > 0;
  if (effect === "mail handed over") return mailsOf(sandbox, one) > 0;
  if (effect in posts) return effectsOf(world, one, since)(effect);
  return proxy.held.has(effectKey(effect, one.requestId));
}

/** Handed over, and not recorded when the worker was killed. */
async function mailsInDoubt({ ctx, sandbox }: World, one: Case): Promise<number> {
  const { mailedAt, items } = await ctx.db.request.findUniqueOrThrow({
    where: { id: one.requestId },
    include: { items: { include: { invitation: { include: { link: true } } } } },
  });
  const recorded = items.filter(({ invitation }) => invitation?.link.handedOverAt).length;
  return mailsOf(sandbox, one) - (items.length > 0 ? recorded : Number(mailedAt !== null));
}

function mailsOf({ mailbox }: World["sandbox"], { tag }: Case): number {
  return mailbox.mails().filter(({ to }) => to.some((one) => one.endsWith(`@${tag}.example`))).length;
}
