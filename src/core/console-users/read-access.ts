import { fold } from "../text/fold.ts";
import { type Access, noAccess } from "./access.ts";
import { readPermissions } from "./permission-words.ts";

/** Reads `full access`, `none`, or `users:edit, accounts:view`. Throws invalid, naming the word that is wrong. */
export function readAccess(text: string): Access {
  const words = fold(text);
  if (["full access", "full-access", "full"].includes(words)) return { fullAccess: true, permissions: {} };
  if (["none", "nothing", "no permissions"].includes(words)) return noAccess;
  // "users: edit accounts: view", as cards and errors write it, is meant as well.
  const listed = words.replace(/\s*:\s*/gu, ":").split(/[\s,]+/u);
  return { fullAccess: false, permissions: readPermissions(listed.join(",")) };
}
