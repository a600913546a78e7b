/** How a step of a workflow stands, and what the app answered. */
export type StepState =
  | { state: "running" }
  | { state: "completed"; outputs: Record<string, unknown> }
  | { state: "failed"; error: string };
