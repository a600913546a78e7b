import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../support/until.ts";
import type { BenchWorld } from "./bench-world.ts";
import { arrivals, deliver } from "./slack-commands.ts";
import { wallMs } from "./statistics.ts";

let serial = 0;
const nextEmail = () => `bench${(serial += 1)}@bulk${serial % 97}.example`;

const invite = (world: BenchWorld, port: number, channelId: string): Promise<void> =>
  deliver(port, world.slack, channelId, `invite ${nextEmail()} to acme`);

/** From the delivery of a command to its 200, in milliseconds. Ends when what it set off in the program has ended too. */
export async function acknowledgements(
  world: BenchWorld,
  who: "program" | "bare",
  count: number,
  everyMs: number,
): Promise<number[]> {
  const [channelId = ""] = await newChannels(world, 1);
  const port = who === "bare" ? world.bareBotPort : world.botPort;
  const before = await world.sandbox.call<number>("answered");
  const times = await arrivals(count, everyMs, () => invite(world, port, channelId));
  if (who === "program")
    await until(async () => (await world.sandbox.call<number>("answered")) >= before + count, 180_000);
  return times;
}

export const newChannels = (world: BenchWorld, count: number): Promise<string[]> =>
  world.sandbox.call<string[]>("channels", count);

/** From a command, or a job, to its result in its channel; one after the other, each in the next of these. */
export async function chainTimes(
  world: BenchWorld,
  who: "program" | "bare",
  channels: string[],
): Promise<number[]> {
  await world.sandbox.call("forget");
  const times: number[] = [];
  for (const channelId of channels) {
    const began = wallMs();
    await ask(world, who, channelId);
    const [end = Number.NaN] = await inTime(world.sandbox.call<number[]>("resultsIn", [channelId]), 30_000);
    times.push(end - began);
    await sleep(5);
  }
  return times;
}

/** Requests per second from the first command, or job, to the last result. */
export async function burst(world: BenchWorld, who: "program" | "bare", count: number): Promise<number> {
  const channels = await newChannels(world, count);
  const began = wallMs();
  if (who === "bare") await world.bareWorker.call("addAll", channels.map(asked));
  else await Promise.all(lanes(channels, 50).map((lane) => askEach(world, lane)));
  const ends = await inTime(world.sandbox.call<number[]>("resultsIn", channels), 180_000);
  await world.sandbox.call("forget");
  return (count * 1000) / (Math.max(...ends) - began);
}

const asked = (channel: string) => ({ channel, email: nextEmail() });

async function ask(world: BenchWorld, who: "program" | "bare", channelId: string): Promise<void> {
  if (who === "bare") await world.bareWorker.call("add", asked(channelId));
  else await invite(world, world.botPort, channelId);
}

async function askEach(world: BenchWorld, channels: string[]): Promise<void> {
  for (const channelId of channels) await ask(world, "program", channelId);
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = sleep(ms, undefined, { ref: false }).then(() => {
    throw new Error(`No result after ${ms / 1000} s`);
  });
  return Promise.race([work, late]);
}

function lanes<T>(items: T[], count: number): T[][] {
  return Array.from({ length: count }, (_, lane) => items.filter((_item, index) => index % count === lane));
}
