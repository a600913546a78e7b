import type { App } from "../core/context.ts";
import { type SealingState, sealingState } from "../core/audit/seal-audit.ts";

/**
 * Compares how far the sealing is with how far it was `everyMs` before, and warns once where an entry has stood unsealed through all
 * of that, or a transaction that may still write one has been open. To be called again and again.
 */
export function watchSealing(app: App, everyMs: number): () => Promise<number> {
  let before: SealingState | undefined;
  let [next, warned] = [0, false];
  return async () => {
    const now = performance.now();
    if (now < next) return 0;
    next = now + everyMs;
    const state = await sealingState(app.db);
    const unsealed =
      state.unsealed !== null && state.unsealed === before?.unsealed ? state.unsealed : undefined;
    const moved = state.lastBlock !== before?.lastBlock;
    const writers = moved ? state.writers.filter((one) => before?.writers.includes(one)) : [];
    before = state;
    const late = unsealed !== undefined || writers.length > 0;
    if (late && !warned) app.log.warn({ unsealed, writers }, sentence(unsealed));
    warned = late;
    return late ? 1 : 0;
  };
}

function sentence(unsealed: string | undefined): string {
  return unsealed === undefined
    ? "a transaction that writes to the audit stays open: sealing costs more with each block until it ends"
    : "entries of the audit stay unsealed";
}
