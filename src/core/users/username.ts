import { z } from "zod";

/** A user ID in the form in which it is kept: letters of one look are one letter, so that none can pass for another's. */
export const username = z
  .string()
  .transform((text) => text.normalize("NFKC").trim())
  .pipe(
    z
      .string()
      .min(3, "Use at least 3 characters.")
      .max(100, "Use at most 100 characters.")
      .regex(/^[\p{L}\p{M}\p{N}._@+-]+$/u, "Use letters, digits and . _ @ + - only."),
  );
