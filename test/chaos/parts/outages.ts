import { findRedisServer } from "../../support/requirements.ts";
import { type OutageWorld, startOutageWorld } from "../outages/outage-world.ts";
import { type Outage, outagesHere } from "../outages/outages.ts";
import { type Aftermath, aftermathTable, weather } from "../outages/storm.ts";
import type { Part } from "../run-parts.ts";

const storm = { commands: 200, outageMs: 30_000, patienceMs: 240_000 };
/** Where a world had to be started for one outage alone. */
const squall = { commands: 60, outageMs: 8_000, patienceMs: 120_000 };
const settings = { RETRY_FIRST_SECONDS: "2", SWEEP_SECONDS: "5" };

const legend =
  "200 `/cyclr invite`, each in a channel of its own, come in evenly over 45 s; from the eighth second on something is away for 30 s. In circumstances of their own (from Socket Mode on) it is 60 over 12 s, and 8 s. ✓: every command that was accepted ended in one Invitation, one mail and one card that says so, whoever sent one that was not accepted was told (by an answer, or by Slack because the bot did not acknowledge it), and `/readyz` of bot and workers said what was away, and in the end that all is well. Beside it: the number at `/metrics` of bot or worker by which the outage showed, and the alerts of `deploy/prometheus/alerts.yml` that would have fired had it gone on for an hour as it went; those that belong to it have to be among them. A mail whose acceptance was not heard of is repeated as the same mail.";

export const outagesPart: Part = async (print) => {
  const stores = findRedisServer() ? ["Redis", "PostgreSQL"] : ["PostgreSQL"];
  const tables: string[] = [];
  const faults: string[] = [];
  for (const store of stores) {
    const onRedis = store === "Redis";
    const all: Aftermath[] = [];
    const come = async (world: OutageWorld, outage: Outage) => {
      all.push(await weather(world, outage, outage.circumstances ? squall : storm));
      print(aftermathTable(all.slice(-1)).split("\n").at(-1) ?? "");
    };
    const here = outagesHere(onRedis);
    await inWorld(onRedis, undefined, async (world) => {
      for (const outage of here) if (!outage.circumstances) await come(world, outage);
    });
    for (const outage of here)
      if (outage.circumstances) await inWorld(onRedis, outage, (world) => come(world, outage));
    tables.push(`## The queue on ${store}\n\n${aftermathTable(all)}`);
    faults.push(...all.flatMap((one) => one.faults.map((fault) => `${store}, ${one.outage}: ${fault}`)));
  }
  if (faults.length > 0) throw new Error(`${tables.join("\n\n")}\n${faults.join("\n")}`);
  return [legend, ...tables].join("\n\n");
};

async function inWorld(
  onRedis: boolean,
  outage: Outage | undefined,
  work: (world: OutageWorld) => Promise<void>,
): Promise<void> {
  const world = await startOutageWorld(onRedis, settings, outage?.circumstances);
  try {
    await work(world);
  } finally {
    await world.stop();
  }
}
