import { z } from "zod";

/** One address as typed, trimmed. Addresses are compared by `fold`. */
export const email = z
  .string()
  .trim()
  .min(1, "Enter an e-mail address.")
  .max(254, "An e-mail address has at most 254 characters.")
  .pipe(z.email("This is not an e-mail address. Write it like name@company.com."));
