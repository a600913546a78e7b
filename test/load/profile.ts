import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Part } from "../chaos/run-parts.ts";
import { startBenchWorld } from "./bench-world.ts";
import { burst } from "./measure.ts";
import { small, withGrounds } from "./with-ground.ts";

/** Where bot and worker spend their time in a burst: `node --cpu-prof`, summed up by package. */
export const profile: Part = () =>
  withGrounds(async ({ stores, ground }) => {
    const [store = "PostgreSQL"] = stores;
    const folder = await mkdtemp(path.join(tmpdir(), "cpu-profile-"));
    const world = await startBenchWorld(await ground(small, store), [
      "--cpu-prof",
      `--cpu-prof-dir=${folder}`,
    ]);
    await world.startWorker();
    await burst(world, "program", 100);
    await burst(world, "program", 500);
    const pids = { bot: world.bot.process.pid, worker: world.worker?.process.pid };
    await world.stop();
    const files = await readdir(folder);
    const tables: string[] = [];
    for (const [name, pid] of Object.entries(pids)) {
      const file = files.find((one) => one.includes(`.${pid}.`)) ?? "";
      const read = JSON.parse(await readFile(path.join(folder, file), "utf8")) as CpuProfile;
      tables.push(`## ${name}\n\n${summary(read)}`);
    }
    await rm(folder, { recursive: true });
    return [
      `600 \`/cyclr invite\` in two bursts, the queue on ${store}. Shares of the time that the process was not idle.`,
      ...tables,
    ].join("\n\n");
  });

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples: number[];
  timeDeltas: number[];
}

function summary({ nodes, samples, timeDeltas }: CpuProfile): string {
  const where = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const place = where.get(id) ?? "";
    if (place !== "(idle)") times.set(place, (times.get(place) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const rows = [...times].toSorted(([, one], [, other]) => other - one).slice(0, 20);
  const lines = rows.map(
    ([place, time]) => `| ${place} | ${(time / 1000).toFixed(0)} | ${((100 * time) / total).toFixed(1)} % |`,
  );
  return ["| where | ms | share |", "| --- | --- | --- |", ...lines].join("\n");
}

function placeOf({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string {
  if (url === "") return functionName.startsWith("(") ? functionName : "native";
  if (url.startsWith("node:")) return "node";
  if (url.startsWith("wasm:")) return "Prisma's query compiler (WebAssembly)";
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inPackage) return inPackage;
  const inProgram = /\/dist\/(.+?)\/[^/]+$/.exec(url)?.[1];
  return inProgram ? `dist/${inProgram}` : "other";
}
