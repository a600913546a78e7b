import type { Word } from "../words.ts";
import { readTarget } from "./invite-words.ts";

export interface TypedInviteMany {
  /** The list as it was typed. */
  addresses: string;
  /** Undefined where only the form can ask for it. */
  account: string | undefined;
  asAdministrator: boolean;
  withSubAccounts: boolean;
}

/**
 * Reads `<e-mail>, <e-mail> … to <account> [as admin] [with sub-accounts]`. Undefined where it is an invitation of one
 * address to one Account.
 */
export function readInviteMany(words: Word[]): TypedInviteMany | undefined {
  const to = words.findIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "to");
  const list = to === -1 ? words : words.slice(0, to);
  const { withSubAccounts, rest } = takeSubAccounts(to === -1 ? [] : words.slice(to + 1));
  if (!withSubAccounts && !isList(list)) return undefined;
  const addresses = list.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(" ");
  if (to === -1) return { addresses, account: undefined, asAdministrator: false, withSubAccounts };
  return { addresses, ...readTarget(rest), withSubAccounts };
}

function isList(words: Word[]): boolean {
  const addresses = words.filter(({ text }) => text.includes("@"));
  return addresses.length > 1 || (addresses.length > 0 && words.some(isDivided));
}

const isDivided = ({ text, quoted }: Word) => !quoted && /[,;]/u.test(text);

function takeSubAccounts(words: Word[]): { withSubAccounts: boolean; rest: Word[] } {
  const at = words.findLastIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "with");
  const after = words.slice(at + 1);
  const [first] = after;
  const meant = at !== -1 && first && !first.quoted && /^sub-?accounts$/iu.test(first.text);
  return meant
    ? { withSubAccounts: true, rest: [...words.slice(0, at), ...after.slice(1)] }
    : { withSubAccounts: false, rest: words };
}
