import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Part } from "../chaos/run-parts.ts";
import { type Ground, startBenchWorld } from "./bench-world.ts";
import { type CpuTime, cpuNow, cpuSince } from "./cpu-time.ts";
import { burst } from "./measure.ts";
import { small, withGrounds } from "./with-ground.ts";

const commands = 1_000;

/** Where the time goes in a burst: by process, held against the bare job; and in bot and worker by package. */
export const profile: Part = () =>
  withGrounds(async ({ stores, ground }) => {
    const [store = "PostgreSQL"] = stores;
    const at = await ground(small, store);
    return [
      `${commands.toLocaleString("en")} \`/cyclr invite\`, and as many bare jobs, each in one burst, the queue on ${store}. Processor time by process, in milliseconds a command.`,
      await byProcess(at),
      `600 \`/cyclr invite\` in two bursts under \`node --cpu-prof\`. Shares of the time that the process was not idle, Node's own and the system's counted for the package that called them.`,
      ...(await byPackage(at)),
    ].join("\n\n");
  });

async function byProcess(ground: Ground): Promise<string> {
  const world = await startBenchWorld(ground);
  try {
    await world.startWorker();
    const measured = { bare: new Map<string, number>(), program: new Map<string, number>() };
    for (const who of ["bare", "program"] as const) {
      await burst(world, who, 200);
      const before = cpuNow();
      await burst(world, who, commands);
      measured[who] = cpuSince(before);
    }
    const all = [...new Set([...measured.bare.keys(), ...measured.program.keys()])];
    const cell = (ms = 0) => (ms / commands).toFixed(2);
    const line = (name: string, bare?: number, program?: number) =>
      `| ${name} | ${cell(program)} | ${cell(bare)} |`;
    const sum = (times: CpuTime) => [...times.values()].reduce((total, ms) => total + ms, 0);
    const rows = all
      .toSorted((one, other) => (measured.program.get(other) ?? 0) - (measured.program.get(one) ?? 0))
      .map((kind) => line(kind, measured.bare.get(kind), measured.program.get(kind)));
    const head = ["| process | program | bare |", "| --- | --- | --- |"];
    return [...head, ...rows, line("all", sum(measured.bare), sum(measured.program))].join("\n");
  } finally {
    await world.stop();
  }
}

async function byPackage(ground: Ground): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "cpu-profile-"));
  const world = await startBenchWorld(ground, ["--cpu-prof", `--cpu-prof-dir=${folder}`]);
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
  return tables;
}

interface CpuProfile {
  nodes: CpuNode[];
  samples: number[];
  timeDeltas: number[];
}
interface CpuNode {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: number[];
}

function summary({ nodes, samples, timeDeltas }: CpuProfile): string {
  const places = placesOf(nodes);
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const place = places.get(id) ?? "";
    if (place !== "(idle)") times.set(place, (times.get(place) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const rows = [...times].toSorted(([, one], [, other]) => other - one).slice(0, 20);
  const lines = rows.map(
    ([place, time]) => `| ${place} | ${(time / 1000).toFixed(0)} | ${((100 * time) / total).toFixed(1)} % |`,
  );
  return ["| where | ms | share |", "| --- | --- | --- |", ...lines].join("\n");
}

/** Each node's package, or that of the nearest caller which is in one. */
function placesOf(nodes: CpuNode[]): Map<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const places = new Map<number, string>();
  const walk = (node: CpuNode, callers: string): void => {
    const place = placeOf(node.callFrame) ?? callers;
    places.set(node.id, place);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) walk(child, place);
    }
  };
  const [root] = nodes;
  if (root) walk(root, "Node's own");
  return places;
}

function placeOf({ functionName, url }: CpuNode["callFrame"]): string | undefined {
  if (functionName === "(garbage collector)" || functionName === "(idle)") return functionName;
  if (url.startsWith("wasm:")) return "Prisma's query compiler (WebAssembly)";
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inPackage) return inPackage;
  const inProgram = /\/dist\/(.+?)\/[^/]+$/.exec(url)?.[1];
  return inProgram ? `dist/${inProgram}` : undefined;
}
