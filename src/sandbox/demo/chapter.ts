import type { Stage } from "./stage.ts";
import type { Demo } from "./start-demo.ts";

/** A part of the story; each may lean on what those before it left behind. */
export interface Chapter {
  title: string;
  /** Throws at the first step that differs. */
  play(stage: Stage, demo: Demo): Promise<void>;
}

export function expect(truth: boolean, otherwise: string): void {
  if (!truth) throw new Error(otherwise);
}
