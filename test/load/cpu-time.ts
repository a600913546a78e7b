import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";

/** Milliseconds of processor time by kind of process, of everything that runs on this machine. */
export type CpuTime = Map<string, number>;

const kinds: [string, RegExp][] = [
  ["PostgreSQL", /postgres/],
  ["Redis", /redis-server/],
  ["bot", /dist\/bot\/main/],
  ["worker", /dist\/worker\/main/],
  ["bare worker", /bare-worker/],
  ["Slack and mailbox", /sandbox-process/],
];
const msPerTick = 10;

/** Since each process began; `cpuSince` tells what came to it. */
export function cpuNow(): CpuTime {
  const times: CpuTime = new Map();
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const [kind, ms] =
      Number(pid) === process.pid ? ["whoever sends", timeOf(pid)] : [kindOf(pid), timeOf(pid)];
    times.set(kind, (times.get(kind) ?? 0) + ms);
  }
  return times;
}

export function cpuSince(before: CpuTime): CpuTime {
  return new Map([...cpuNow()].map(([kind, ms]) => [kind, ms - (before.get(kind) ?? 0)]));
}

function kindOf(pid: string): string {
  const words = read(`/proc/${pid}/cmdline`);
  return kinds.find(([, pattern]) => pattern.test(words))?.[0] ?? "the system";
}

/** Of its own and in the kernel: the 14th and the 15th field, counted from the name on, which may contain spaces. */
function timeOf(pid: string): number {
  const fields = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * msPerTick;
}

/** Nothing, where the process has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
