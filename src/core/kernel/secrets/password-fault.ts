import { createRequire } from "node:module";
import { fold } from "../text/fold.ts";

type Language = typeof import("@zxcvbn-ts/language-common");
const require = createRequire(import.meta.url);

let known: Set<string> | undefined;

/** Folded, those that are long enough to get this far. Read at first use: a bot that asks for no password does without. */
function commonPasswords(): Set<string> {
  if (known) return known;
  const { dictionary } = require("@zxcvbn-ts/language-common") as Language;
  const words = dictionary["passwords-common"].map((word) => fold(word));
  return (known = new Set(words.filter((word) => word.length >= 8)));
}

export const passwordLength = { min: 10, max: 200 } as const;

/** Of one that an application chose, often long ago: the vendor's own example has eight characters, which is also NIST's least. */
export const leastOfApplications = 8;

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
  if (commonPasswords().has(folded)) return "This password is on lists of common ones. Choose another.";
  return undefined;
}
