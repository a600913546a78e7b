import type { Part } from "../chaos/run-parts.ts";
import { type BenchWorld, type Ground, startBenchWorld } from "./bench-world.ts";
import { acknowledgements, burst, chainTimes, newChannels } from "./measure.ts";
import { type CpuTime, cpuNow, cpuSince } from "./cpu-time.ts";
import { residentMb } from "./product.ts";
import { milliseconds, percentile } from "./statistics.ts";
import { latencyLine, type Line, ratioTable } from "./table.ts";
import { large, type Size, small, withGrounds } from "./with-ground.ts";

const rounds = 2;
const burstOf = 1_000;

const notes = `Bot, worker and both baselines are processes of their own; so are Slack with the mailbox, PostgreSQL (with fsync, 100,000 Accounts, 100,000 Requests, 1,000,000 audit rows, analysed) and Redis (append-only file). Program and baseline take turns, ${rounds} rounds after a warm-up. Commands are \`/cyclr invite\`. Acknowledgements are measured at the bot alone, the worker not yet started; "bare" is a Bolt app that only acks. A result is the card that says "Invitation mailed"; "bare" is a BullMQ job on the same store that does one insert, one SMTP send and one Slack post. Each request of a burst goes to a channel of its own.`;

interface Measured {
  one: number[];
  hundred: number[];
  chain: number[];
  bursts: number[];
}

/** Everything, on every store, with tables as they are after years. */
export const benchTable: Part = (print) =>
  withGrounds(async ({ stores, ground }) => {
    const lines: Line[] = [];
    for (const store of stores) {
      await inWorld(await ground(large, store), (world) => measure(world, print, lines, large, store));
    }
    return `${notes}\n\n${ratioTable(lines)}`;
  });

/** The same with a million Users and a hundred thousand Accounts, held against a thousand. */
export const benchMillion: Part = (print) =>
  withGrounds(async ({ stores, ground }) => {
    const lines: Line[] = [];
    for (const store of stores) {
      const [before, after] = [await ground(small, store), await ground(large, store)];
      const then = await inWorld(before, (world) => measure(world, print, [], small, store));
      const now = await inWorld(after, (world) => measure(world, print, lines, large, store));
      lines.push(...growth(store, then, now));
    }
    return `${notes}\n\n${ratioTable(lines)}`;
  });

async function inWorld<Result>(
  ground: Ground,
  work: (world: BenchWorld) => Promise<Result>,
): Promise<Result> {
  const world = await startBenchWorld(ground);
  try {
    return await work(world);
  } finally {
    await world.stop();
  }
}

async function measure(
  world: BenchWorld,
  print: (line: string) => void,
  lines: Line[],
  { name: users }: Size,
  store: string,
): Promise<Measured> {
  const at = { store, users };
  const add = (...more: Line[]): void => {
    for (const { what, program, bare, ratio } of more)
      print(`${store}, ${users} Users: ${what}: ${program} to ${bare}, ${ratio.toFixed(2)}`);
    lines.push(...more);
  };
  const acked = async (count: number, everyMs: number) => ({
    bare: await acknowledgements(world, "bare", count, everyMs),
    program: await acknowledgements(world, "program", count, everyMs),
  });
  await acked(100, 10);
  const one = await inRounds(() => acked(150, 30));
  add(latencyLine({ what: "acknowledged, one at a time", ...at }, 0.5, one.program, one.bare));
  add(latencyLine({ what: "acknowledged, one at a time", ...at }, 0.99, one.program, one.bare, 1.3));
  const hundred = await inRounds(() => acked(400, 10));
  add(latencyLine({ what: "acknowledged, 100 a second", ...at }, 0.5, hundred.program, hundred.bare));
  add(latencyLine({ what: "acknowledged, 100 a second", ...at }, 0.99, hundred.program, hundred.bare, 1.5));

  await world.empty();
  const worker = await world.startWorker();
  const chained = async (count: number) => ({
    bare: await chainTimes(world, "bare", await newChannels(world, count)),
    program: await chainTimes(world, "program", await newChannels(world, count)),
  });
  await chained(50);
  const chain = await inRounds(() => chained(100));
  add(latencyLine({ what: "submit to result", ...at }, 0.5, chain.program, chain.bare, 3));
  add(latencyLine({ what: "submit to result", ...at }, 0.99, chain.program, chain.bare));
  const used = { bare: [] as number[], program: [] as number[] };
  const timed = async (who: "bare" | "program") => {
    const before = cpuNow();
    const rate = await burst(world, who, burstOf);
    used[who].push(processorMs(cpuSince(before)) / burstOf);
    return [rate];
  };
  const bursts = await inRounds(async () => ({ bare: await timed("bare"), program: await timed("program") }));
  const [program, bare] = [percentile(bursts.program, 0.5), percentile(bursts.bare, 0.5)];
  add({
    what: `burst of ${burstOf.toLocaleString("en")}`,
    ...at,
    program: `${program.toFixed(0)}/s`,
    bare: `${bare.toFixed(0)}/s`,
    ratio: program / bare,
    target: { least: 0.45 },
  });
  add({
    what: "processor time a command, bot, worker and PostgreSQL",
    ...at,
    program: milliseconds(percentile(used.program, 0.5)),
    bare: milliseconds(percentile(used.bare, 0.5)),
    ratio: percentile(used.program, 0.5) / percentile(used.bare, 0.5),
  });
  add(await memoryLine("memory of the bot", at, world.bot, world.bareBot, 1.5));
  add(await memoryLine("memory of the worker", at, worker, world.bareWorker, 1.2));
  return { one: one.program, hundred: hundred.program, chain: chain.program, bursts: bursts.program };
}

/** Of those that a vendor pays for: Slack, mailbox and queue are others'. */
function processorMs(times: CpuTime): number {
  return ["bot", "worker", "bare worker", "PostgreSQL"].reduce(
    (sum, kind) => sum + (times.get(kind) ?? 0),
    0,
  );
}

type Taken = Record<"bare" | "program", number[]>;

async function inRounds(round: () => Promise<Taken>): Promise<Taken> {
  const all: Taken = { bare: [], program: [] };
  for (let count = 0; count < rounds; count += 1) {
    const { bare, program } = await round();
    all.bare.push(...bare);
    all.program.push(...program);
  }
  return all;
}

async function memoryLine(
  what: string,
  at: Pick<Line, "store" | "users">,
  program: Parameters<typeof residentMb>[0],
  bare: Parameters<typeof residentMb>[0],
  most: number,
): Promise<Line> {
  const [one, other] = [await residentMb(program), await residentMb(bare)];
  const mb = (size: number) => `${size.toFixed(0)} MB`;
  return {
    what: `${what}, after all this`,
    ...at,
    program: mb(one),
    bare: mb(other),
    ratio: one / other,
    target: { most },
  };
}

/** The program against itself: a million Users against a thousand. */
function growth(store: string, before: Measured, after: Measured): Line[] {
  const at = { store, users: "1,000 → 1,000,000" };
  const grown = (what: string, share: number, one: number[], other: number[]): Line => {
    const [now, then] = [percentile(one, share), percentile(other, share)];
    return {
      what: `growth: ${what}, p${share * 100}`,
      ...at,
      program: milliseconds(now),
      bare: `${milliseconds(then)} before`,
      ratio: now / then,
      target: { most: 1.15 },
    };
  };
  const [now, then] = [percentile(after.bursts, 0.5), percentile(before.bursts, 0.5)];
  return [
    grown("acknowledged, one at a time", 0.5, after.one, before.one),
    grown("submit to result", 0.5, after.chain, before.chain),
    {
      what: "growth: time of a burst",
      ...at,
      program: `${now.toFixed(0)}/s`,
      bare: `${then.toFixed(0)}/s before`,
      ratio: then / now,
      target: { most: 1.15 },
    },
  ];
}
