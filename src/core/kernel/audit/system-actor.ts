import type { System } from "../../context.ts";

/** The program itself, where nobody asks: expiry, and requests whose requester is gone. */
export const systemActor: System = { kind: "system", name: "cyclr-access", surface: "job" };
