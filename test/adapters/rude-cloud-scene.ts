import { afterEach, beforeEach, expect } from "vitest";
import { createCloud } from "../../src/core/adapters/http-cloud.ts";
import type { CloudPace } from "../../src/core/kernel/cloud/cloud-pace.ts";
import { ExternalError } from "../../src/core/kernel/external-error.ts";
import { type RudeCloud, type Rudeness, startRudeCloud } from "../support/rude-cloud.ts";

/** Held against every failure: it is never told. */
export const clientSecret = "very-secret-secret";

export let rude: RudeCloud;
/** How long every process was to leave the cloud alone, one each. */
export let held: number[];
export let turns: string[];

/** A server that answers as it is told, new for each test. */
export function useRudeCloud(): void {
  beforeEach(async () => {
    rude = await startRudeCloud();
    [held, turns] = [[], []];
  });
  afterEach(() => rude.stop());
}

const pace: CloudPace = {
  turn: async (what) => void turns.push(what),
  hold: async (ms) => void held.push(ms),
};

export const cloud = (given: { timeoutMs?: number; patienceMs?: number } = {}) =>
  createCloud(
    { apiUrl: rude.url, clientId: "client-one", clientSecret, callsPerSecond: 5 },
    { pace, firstWaitMs: 1, timeoutMs: 5_000, ...given },
  );

export const meets = (...answers: Rudeness[]) => {
  rude.answers = answers;
};

/** What a call fails with: its reason, whether another try can help, and the sentence. */
export async function failure(work: Promise<unknown>): Promise<[string, boolean, string]> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ExternalError)) throw new Error("It did not fail as something outside does.");
  const shown = JSON.stringify([error.message, error.stack, error.cause]);
  expect(shown).not.toContain(clientSecret);
  expect(shown).not.toContain("token-");
  return [error.reason, error.retryable, error.message];
}
