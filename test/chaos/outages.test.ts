import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findRedisServer } from "../support/requirements.ts";
import { type OutageWorld, startOutageWorld } from "./outages/outage-world.ts";
import { outagesHere } from "./outages/outages.ts";
import { type Aftermath, aftermathTable, weather } from "./outages/storm.ts";

/** `npm run chaos -- outages` has 200 commands and 30 seconds, and also what needs a world of its own. */
const storm = { commands: 20, outageMs: 1_500, patienceMs: 150_000 };
const settings = {
  RETRY_FIRST_SECONDS: "0.5",
  SWEEP_SECONDS: "1",
  JOB_LOCK_SECONDS: "2",
  LEASE_SECONDS: "4",
};

describe("while commands come in", () => {
  const onRedis = findRedisServer() !== undefined;
  const all: Aftermath[] = [];
  let world: OutageWorld;
  beforeAll(async () => {
    world = await startOutageWorld(onRedis, settings);
  });
  afterAll(async () => {
    process.stderr.write(`\n${aftermathTable(all)}\n`);
    await world.stop();
  });

  test.each(outagesHere(onRedis).filter(({ circumstances }) => !circumstances))(
    "$name: what was accepted ends in its result, and who was not accepted was told",
    { timeout: 200_000 },
    async (outage) => {
      const aftermath = await weather(world, outage, storm);
      all.push(aftermath);
      expect(aftermath.faults).toEqual([]);
      expect(aftermath.accepted + aftermath.toldOtherwise).toBe(storm.commands);
      expect(aftermath.accepted).toBeGreaterThan(0);
    },
  );
});
