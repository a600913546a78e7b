import { DomainError } from "../errors.ts";
import type { Cycle } from "../generated/prisma/client.ts";

/** Throws conflict while the Cycle runs. */
export function requirePaused({ status }: Cycle, what: "adjusted" | "deleted"): void {
  if (status === "Paused") return;
  throw new DomainError("conflict", `This cycle is running. Stop it first; then it can be ${what}.`);
}
