import { z } from "zod";

/** How many sets of credentials there may be at once, in all. */
export const apiClientsAtMost = 5;

export const apiClientName = z
  .string()
  .trim()
  .min(1, "Enter a name: what the client is for.")
  .max(100, "Use at most 100 characters.")
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Leave out control characters.");
