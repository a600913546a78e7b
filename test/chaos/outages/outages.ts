import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Fault } from "../../../src/sandbox/slack/server/faults.ts";
import { findPgBouncer } from "../../support/requirements.ts";
import type { Circumstances, OutageWorld } from "./outage-world.ts";
import type { Shows } from "./watch-metrics.ts";
import { askForGrant, faultsOfTimes } from "./times-of-outages.ts";

export interface Outage {
  name: string;
  needs?: "Redis" | "PgBouncer";
  /** A world of its own, which takes its time to start: for `npm run chaos` alone. */
  circumstances?: Circumstances;
  begin?(world: OutageWorld): Promise<unknown> | void;
  /** While it lasts, for so long; nothing happens unless told. */
  during?(world: OutageWorld, ms: number): Promise<unknown>;
  end?(world: OutageWorld): Promise<unknown> | void;
  /** What `/readyz` of each part gives as the reason meanwhile. Each part is ready again in the end anyway. */
  unready?: Partial<Record<"bot" | "workers", RegExp>>;
  /** What `/metrics` says of it meanwhile, in the words of Prometheus. */
  shows?: Shows;
  /** The alert that would fire if it went on; none where nobody has to do anything. */
  alert?: string;
  /** A mail may be repeated only where its acceptance was not heard of. */
  mailsOnce?: true;
  /** What else is wrong in the end, in words. */
  faults?(world: OutageWorld, since: Date): Promise<string[]>;
}

const times = 1_000_000;
const slackFault = (
  name: string,
  fault: Omit<Fault, "method" | "times">,
  watched: Pick<Outage, "shows" | "alert">,
): Outage => ({
  name,
  ...watched,
  begin: ({ sandbox }) => sandbox.slack.faults.inject({ method: /\./, times, ...fault }),
  end: ({ sandbox }) => sandbox.slack.faults.clear(),
});

const storeDown = (store: "database" | "queue") => ({
  shows: { series: `cyclr_store_up{store="${store}"}`, by: "zero" as const },
  alert: "CyclrStoreDown",
});

const slackDown = {
  shows: { series: "cyclr_slack_up{}", by: "zero" as const },
  alert: "CyclrSlackDown",
};

const mailsWait = {
  series: `cyclr_mails_total{outcome="unavailable"}`,
  by: "counting" as const,
};

const of = (what: RegExp) => ({ bot: what, workers: what });

/** What goes wrong, one after the other, while commands come in. */
export const outages: Outage[] = [
  {
    name: "Redis stopped",
    needs: "Redis",
    begin: ({ redis }) => redis?.stop(),
    end: ({ redis }) => redis?.start(),
    unready: of(/queue does not answer/),
    ...storeDown("queue"),
  },
  {
    name: "Redis full, then without a replica",
    needs: "Redis",
    begin: (world) => configureRedis(world, "maxmemory", "1"),
    async during(world, ms) {
      await sleep(ms / 2);
      await configureRedis(world, "min-replicas-to-write", "1");
      await configureRedis(world, "maxmemory", "0");
      await sleep(ms / 2);
    },
    end: (world) => configureRedis(world, "min-replicas-to-write", "0"),
    unready: of(/queue takes no writes/),
    ...storeDown("queue"),
  },
  {
    name: "PostgreSQL stopped",
    begin: ({ postgres }) => postgres.stop(),
    end: ({ postgres }) => postgres.start(),
    unready: of(/database does not answer/),
    ...storeDown("database"),
  },
  {
    name: "PostgreSQL read-only",
    begin: (world) => readOnly(world, "on"),
    end: (world) => readOnly(world, "off"),
    unready: of(/database takes no writes/),
    ...storeDown("database"),
  },
  {
    name: "SMTP refusing",
    begin: refuseMails,
    end: ({ sandbox }) => sandbox.mailbox.faults.clear(),
    shows: mailsWait,
    alert: "CyclrRequestsWait",
  },
  slackFault(
    "Slack answering 429",
    { kind: "rate_limited", retryAfter: 2 },
    {
      shows: { series: `cyclr_slack_calls_total{outcome="rate_limited"}`, by: "counting" },
    },
  ),
  slackFault("Slack answering 500", { kind: "status", status: 500 }, slackDown),
  slackFault("Slack dropping after accept", { kind: "drop_after_accept" }, slackDown),
  {
    name: "Socket Mode lost, its reconnects met by 503, reset, refusal and 429",
    circumstances: { mode: "socket" },
    during: loseSocket,
    end: ({ sandbox }) => sandbox.slack.faults.clear(),
    unready: { bot: /no Socket Mode connection/ },
    ...slackDown,
    faults: async ({ sandbox }) => (sandbox.slack.connections === 1 ? [] : ["the bot is not connected"]),
  },
  {
    name: "PgBouncer restarted three times",
    needs: "PgBouncer",
    circumstances: { pgBouncer: true },
    async during({ pgBouncer }, ms) {
      for (let round = 0; round < 3; round += 1) {
        await pgBouncer?.stop();
        await sleep(ms / 6);
        await pgBouncer?.start();
        await sleep(ms / 6);
      }
    },
  },
  ...["America/New_York", "Asia/Kathmandu"].map((timeZone) => ({
    name: `Database in ${timeZone}`,
    circumstances: { timeZone },
    begin: askForGrant,
    faults: faultsOfTimes,
  })),
  {
    name: "One of two workers' clocks 150 s ahead, SMTP refusing, then slow",
    circumstances: { clocksAheadMs: [0, 150_000] },
    async during(world, ms) {
      const { mailbox } = world.sandbox;
      refuseMails(world);
      await sleep(ms / 3);
      mailbox.faults.clear();
      // Longer than it takes another worker to look for what was left.
      mailbox.faults.inject({ stage: "data", kind: "slow", ms: ms / 3, times });
      await sleep((ms * 2) / 3);
    },
    end: ({ sandbox }) => sandbox.mailbox.faults.clear(),
    mailsOnce: true,
    shows: mailsWait,
    faults: faultsOfTimes,
  },
];

/** Those that this machine has the servers for. */
export function outagesHere(onRedis: boolean): Outage[] {
  const has = { Redis: onRedis, PgBouncer: findPgBouncer() !== undefined };
  return outages.filter(({ needs }) => !needs || has[needs]);
}

/** Whoever is connected by now is not spared: a pool would go on with what it has. */
function refuseMails({ sandbox: { mailbox } }: OutageWorld): void {
  mailbox.faults.inject({ stage: "from", kind: "drop", times });
  mailbox.faults.inject({ stage: "connect", kind: "refuse", times });
}

async function configureRedis({ redis }: OutageWorld, name: string, value: string): Promise<void> {
  const client = new Redis(redis?.url ?? "");
  try {
    await client.config("SET", name, value);
  } finally {
    client.disconnect();
  }
}

/** A setting is for new sessions; those of the program break, as in a failover. */
async function readOnly({ sql }: OutageWorld, state: "on" | "off"): Promise<void> {
  await sql(`ALTER DATABASE outages SET default_transaction_read_only = ${state}`);
  await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`);
}

async function loseSocket({ sandbox: { slack }, slackLine }: OutageWorld, ms: number): Promise<void> {
  const method = "apps.connections.open";
  const met: (() => unknown)[] = [
    () => slack.faults.inject({ method, times, kind: "status", status: 503 }),
    () => slack.faults.inject({ method, times, kind: "drop_before_accept" }),
    () => slackLine?.cut(),
    () => slack.faults.inject({ method, times, kind: "rate_limited", retryAfter: 1 }),
  ];
  for (const [index, meet] of met.entries()) {
    slack.faults.clear();
    await meet();
    if (index === 0) slack.dropSockets();
    await sleep(ms / met.length);
    if (index === 2) await slackLine?.restore();
  }
}
