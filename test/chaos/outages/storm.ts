import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../support/until.ts";
import type { OutageWorld } from "./outage-world.ts";
import type { Outage } from "./outages.ts";
import { alertsAfter, scrape, shownBy } from "./watch-metrics.ts";

export interface Storm {
  commands: number;
  outageMs: number;
  patienceMs: number;
}

export interface Aftermath {
  outage: string;
  accepted: number;
  /** Not acknowledged, so that Slack itself said so, or answered with what went wrong. */
  toldOtherwise: number;
  mails: number;
  distinctMails: number;
  cards: number;
  seconds: number;
  /** By what it showed at /metrics; "–" for what is not to show. */
  shown: string;
  /** That would have fired if it had gone on; undefined where that was not asked. */
  alerts: string[] | undefined;
  /** In words; none where all is right. */
  faults: string[];
}

interface Sent {
  email: string;
  channelId: string;
  acknowledged: boolean;
  triggerId: string;
}

let serial = 0;

/**
 * Commands come in evenly from before an outage until after it; then everything has to come to its end, and every part has to
 * be ready again.
 */
export async function weather(world: OutageWorld, outage: Outage, storm: Storm): Promise<Aftermath> {
  const began = Date.now();
  const spanMs = storm.outageMs * 1.5;
  const sending = Array.from({ length: storm.commands }, async (_, index) => {
    await sleep((index * spanMs) / storm.commands);
    return send(world);
  });
  await sleep(storm.outageMs / 4);
  const before = await scrape(world);
  await outage.begin?.(world);
  const first = sleep(storm.outageMs / 3).then(() => scrape(world));
  const [unready, shown] = await Promise.all([
    faultsOfReadiness(world, outage.unready ?? {}, storm.outageMs + lateMs),
    outage.shows && shownBy(world, outage.shows, before, storm.outageMs + lateMs),
    outage.during?.(world, storm.outageMs) ?? sleep(storm.outageMs),
  ]);
  const alerts = storm.outageMs < enoughMs ? undefined : await alertsAfter(await first, await scrape(world));
  await outage.end?.(world);
  const sent = await Promise.all(sending);
  await quiet(world, sent, storm.patienceMs).catch(() => undefined);
  const sum = await judge(world, sent);
  const again = await faultsOfReadiness(world, { bot: ready, workers: ready }, storm.patienceMs);
  const ofItsOwn = (await outage.faults?.(world, new Date(began))) ?? [];
  const repeated = sum.mails - sum.distinctMails;
  const unseen = [
    ...(outage.shows && !shown ? [`/metrics did not show it by ${outage.shows.series}`] : []),
    ...(outage.alert && alerts && !alerts.includes(outage.alert) ? [`${outage.alert} would not fire`] : []),
  ];
  const untried = sum.accepted === 0 ? ["nothing was accepted, so that nothing was tried"] : [];
  const twice = outage.mailsOnce && repeated > 0 ? [`${repeated} mails came twice`] : [];
  return {
    ...sum,
    faults: [...sum.faults, ...untried, ...unready, ...unseen, ...again, ...twice, ...ofItsOwn],
    outage: outage.name,
    shown: shown ?? "–",
    alerts,
    seconds: Math.round((Date.now() - began) / 1000),
  };
}

/** A store is given up only after a while, so that an outage may have to last longer than it was meant to. */
const lateMs = 10_000;
/** A shorter one says nothing of how it would go on. */
const enoughMs = 5_000;
const ready = /^200 /;

/** In words, which part does not come to say so of itself. */
async function faultsOfReadiness(
  { parts }: OutageWorld,
  wanted: NonNullable<Outage["unready"]>,
  withinMs: number,
): Promise<string[]> {
  const asked = Object.entries({ bot: [parts.bot], workers: parts.workers }).flatMap(([name, those]) => {
    const words = wanted[name as keyof typeof wanted];
    return words ? those.map(({ port }) => ({ name, port, words })) : [];
  });
  const found = await Promise.all(
    asked.map(async ({ name, port, words }) => {
      let last = "";
      const answer = async () => {
        last = await fetch(`http://127.0.0.1:${port}/readyz`).then(
          async (given) => `${given.status} ${await given.text()}`,
          String,
        );
        const unready = words === ready || last.startsWith("503 ");
        return unready && words.test(last);
      };
      return until(answer, withinMs).then(
        () => [],
        () => [`/readyz of the ${name} stayed ${last}, not ${words.source}`],
      );
    }),
  );
  return found.flat();
}

async function send({ sandbox }: OutageWorld): Promise<Sent> {
  serial += 1;
  const email = `storm${serial}@weather.example`;
  const { slack, people } = sandbox;
  const channelId = slack.addChannel({ name: `storm${serial}`, members: Object.values(people) }).id;
  const outcome = await slack.runCommand({
    userId: people["ed"] ?? "",
    channelId,
    text: `invite ${email} to acme`,
  });
  return { email, channelId, acknowledged: outcome.acknowledged, triggerId: outcome.triggerId ?? "" };
}

/** Until everybody has been told something, and nothing that was accepted is left to do. */
function quiet(world: OutageWorld, sent: Sent[], patienceMs: number): Promise<unknown> {
  const isQuiet = async () => {
    if (sent.some((one) => one.acknowledged && told(world, one).length === 0)) return false;
    const ids = await accepted(world, sent);
    const requestId = { in: [...ids.values()] };
    const open = await world.db.request.count({ where: { id: requestId, finishedAt: null } });
    const undrawn = await world.db.chatMessage.count({
      where: {
        requestId,
        OR: [
          { observedGeneration: { lt: world.db.chatMessage.fields.generation } },
          { leasedUntil: { not: null } },
        ],
      },
    });
    return open + undrawn === 0;
  };
  // What was broken is perhaps not quite whole yet.
  return until(() => isQuiet().catch(() => false), patienceMs);
}

async function judge(
  world: OutageWorld,
  sent: Sent[],
): Promise<Omit<Aftermath, "outage" | "seconds" | "shown" | "alerts">> {
  const ids = await accepted(world, sent);
  const faults: string[] = [];
  const sum = { accepted: ids.size, toldOtherwise: 0, mails: 0, distinctMails: 0, cards: 0 };
  for (const one of sent) {
    const words = told(world, one);
    const mails = world.sandbox.mailbox.mailsTo(one.email);
    const cards = world.sandbox.slack.messages(one.channelId).filter(({ thread_ts }) => !thread_ts);
    const distinct = new Set(mails.map(({ messageId }) => messageId)).size;
    sum.mails += mails.length;
    sum.distinctMails += distinct;
    sum.cards += cards.length;
    const requestId = ids.get(one.triggerId);
    if (!requestId) {
      const wasTold = !one.acknowledged || words.length > 0;
      if (wasTold) sum.toldOtherwise += 1;
      if (!wasTold) faults.push(`${one.email}: not accepted, and nobody was told`);
      if (words.some(promises))
        faults.push(`${one.email}: told “${words.join(" / ")}”, and nothing is recorded`);
      if (mails.length + cards.length > 0) faults.push(`${one.email}: not accepted, and yet something came`);
      continue;
    }
    const { status } = await world.db.request.findUniqueOrThrow({ where: { id: requestId } });
    const ended = status === "done" && distinct === 1 && cards.length === 1;
    const shown = cards.every(({ text }) => text.startsWith("Invitation mailed"));
    const state = `${status}, ${distinct} mails, cards: ${cards.map(({ text }) => text.slice(0, 40)).join(" / ")}`;
    if (!ended || !shown) faults.push(`${one.email}: accepted, and ended as ${state}`);
  }
  return { ...sum, faults };
}

const promises = (words: string) => /^(Queued|Recorded):/.test(words);

function told({ sandbox }: OutageWorld, { channelId }: Sent): string[] {
  const ephemerals = sandbox.slack.ephemerals(sandbox.people["ed"] ?? "");
  return ephemerals.filter(({ channel }) => channel === channelId).map(({ text }) => text);
}

/** The Requests that were recorded, by the delivery that each came by. */
async function accepted({ db }: OutageWorld, sent: Sent[]): Promise<Map<string, string>> {
  const rows = await db.request.findMany({
    where: { idempotencyKey: { in: sent.map(({ triggerId }) => `command:${triggerId}`) } },
    select: { id: true, idempotencyKey: true },
  });
  return new Map(rows.map(({ id, idempotencyKey }) => [(idempotencyKey ?? "").replace("command:", ""), id]));
}

export function aftermathTable(all: Aftermath[]): string {
  const head = [
    "outage",
    "accepted",
    "told otherwise",
    "results",
    "mails",
    "of them repeated",
    "took",
    "at `/metrics`",
    "alert",
    "",
  ];
  const rows = all.map((one) => [
    one.outage,
    one.accepted,
    one.toldOtherwise,
    one.cards,
    one.distinctMails,
    one.mails - one.distinctMails,
    `${one.seconds} s`,
    one.shown === "–" ? "–" : `\`${one.shown}\``,
    one.alerts?.join(", ") || "–",
    one.faults.length === 0 ? "✓" : `WRONG: ${one.faults.length}`,
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
