import { dictionary } from "@zxcvbn-ts/language-common";
import { fold } from "../text/fold.ts";

/** Common passwords, folded: those that are long enough to get this far. */
export const commonPasswords = new Set(
  dictionary["passwords-common"].map((word) => fold(word)).filter((word) => word.length >= 8),
);
