import { fold } from "../text/fold.ts";
import { dictionary } from "@zxcvbn-ts/language-common";

/** Common passwords, folded: those that are long enough to get this far. */
const commonPasswords = new Set(
  dictionary["passwords-common"].map((word) => fold(word)).filter((word) => word.length >= 8),
);

export const passwordLength = { min: 10, max: 200 } as const;

/** A sentence on what is wrong with the password, or undefined. No composition rules: NIST SP 800-63B. */
export function passwordFault(
  password: string,
  names: (string | undefined)[],
  least: number = passwordLength.min,
): string | undefined {
  const { length } = password;
  if (length < least) return `Use at least ${least} characters.`;
  if (length > passwordLength.max) return `Use at most ${passwordLength.max} characters.`;
  const folded = fold(password);
  if (names.some((name) => name && fold(name) === folded))
    return "Choose a password that is not your user ID or e-mail.";
  if (commonPasswords.has(folded)) return "This password is on lists of common ones. Choose another.";
  return undefined;
}
