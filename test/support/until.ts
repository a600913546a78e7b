import { setTimeout as sleep } from "node:timers/promises";

/** Asks again until the answer is truthy. */
export async function until<T>(
  probe: () => Promise<T> | T,
  timeoutMs = 60_000,
): Promise<NonNullable<Exclude<T, false>>> {
  for (const deadline = Date.now() + timeoutMs; ; await sleep(30)) {
    const found = await probe();
    if (found) return found as NonNullable<Exclude<T, false>>;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${probe.toString()}`);
  }
}
