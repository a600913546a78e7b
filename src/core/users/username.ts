import { z } from "zod";
import { email } from "../text/email.ts";
import { canonical } from "../text/identity-key.ts";
import { isOneScript } from "../text/look-alike.ts";
import { plainSigns } from "../text/tidy-typed.ts";

/** The user ID, where it is an e-mail address. */
export function addressIn(name: string): string | null {
  return email.safeParse(name).data ?? null;
}

/** A user ID in the form in which it is kept; an address is kept as an address. User IDs are compared by `identityKey`. */
export const username = z
  .string()
  .transform((text) => addressIn(text) ?? canonical(plainSigns(text)))
  .pipe(
    z
      .string()
      .min(3, "Use at least 3 characters.")
      .max(100, "Use at most 100 characters.")
      .refine(
        (name) => /^[\p{L}\p{M}\p{N}._@+-]+$/u.test(name) || addressIn(name) !== null,
        "Use letters, digits and . _ @ + - only.",
      ),
  );

/**
 * A user ID for somebody new: of one alphabet, and of plain letters, so that it reads in one way alone. Those from before
 * stay as they are.
 */
export const newUsername = username.superRefine((name, check) => {
  const special = Array.from(name).find((letter) => letter.normalize("NFKC") !== letter);
  const parts = addressIn(name) === null ? [name] : name.split(/[@.]/u);
  if (special)
    check.addIssue(`“${special}” is a special form of “${special.normalize("NFKC")}”. Write that instead.`);
  else if (!parts.every(isOneScript))
    check.addIssue("Use letters of one alphabet. This mixes several, of which some look alike.");
});
