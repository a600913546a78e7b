import { findRedisServer } from "../../support/requirements.ts";
import { startOutageWorld } from "../outages/outage-world.ts";
import { outages } from "../outages/outages.ts";
import { type Aftermath, aftermathTable, weather } from "../outages/storm.ts";
import type { Part } from "../run-parts.ts";

const storm = { commands: 200, outageMs: 30_000, patienceMs: 240_000 };
const settings = { RETRY_FIRST_SECONDS: "2", SWEEP_SECONDS: "5" };

const legend =
  "200 `/cyclr invite`, each in a channel of its own, come in evenly over 45 s; from the eighth second on something is away for 30 s. ✓: every command that was accepted ended in one Invitation, one mail and one card that says so, and whoever sent one that was not accepted was told: by an answer, or by Slack because the bot did not acknowledge it. A mail whose acceptance was not heard of is repeated as the same mail.";

export const outagesPart: Part = async (print) => {
  const stores = findRedisServer() ? ["Redis", "PostgreSQL"] : ["PostgreSQL"];
  const tables: string[] = [];
  const faults: string[] = [];
  for (const store of stores) {
    const world = await startOutageWorld(store === "Redis", settings);
    const all: Aftermath[] = [];
    try {
      const chosen = outages.filter(({ needsRedis }) => store === "Redis" || !needsRedis);
      for (const outage of chosen) {
        all.push(await weather(world, outage, storm));
        print(aftermathTable(all.slice(-1)).split("\n").at(-1) ?? "");
      }
    } finally {
      await world.stop();
    }
    tables.push(`## The queue on ${store}\n\n${aftermathTable(all)}`);
    faults.push(...all.flatMap((one) => one.faults.map((fault) => `${store}, ${one.outage}: ${fault}`)));
  }
  if (faults.length > 0) throw new Error(`${tables.join("\n\n")}\n${faults.join("\n")}`);
  return [legend, ...tables].join("\n\n");
};
