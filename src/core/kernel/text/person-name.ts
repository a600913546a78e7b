import { z } from "zod";

/** A first or last name as typed, trimmed; may be empty. */
export const personName = z
  .string()
  .trim()
  .max(100, "Use at most 100 characters.")
  .regex(/^\P{Cc}*$/u, "Leave out control characters.");
