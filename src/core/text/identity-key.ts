import { domainToASCII, domainToUnicode } from "node:url";

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const domainAtMost = 253;

/**
 * The form in which user IDs and API IDs are compared: no regard to case, to how a letter is composed, or to surrounding
 * space. A control character counts as space: PostgreSQL takes no NUL. Unlike `fold` it takes no letter for another.
 */
export function identityKey(text: string): string {
  return canonical(text.replace(/[\s\p{Cc}]+/gu, " ").trim()).replace(/[^\u212A]+/g, (part) =>
    part.toLowerCase(),
  );
}

/** Each letter composed in one way. The Kelvin sign stays: it is the only one that would become a letter of ASCII. */
export function canonical(text: string): string {
  return text.replace(/[^\u212A]+/g, (part) => part.normalize("NFC"));
}

/**
 * The form in which addresses are compared: ASCII in lower case, the domain as DNS has it. Nothing else is folded, since
 * who has proved to own one address is taken for whoever it is compared with.
 */
export function addressKey(address: string): string {
  const text = address.replace(/\p{Cc}+/gu, " ").trim();
  const at = text.lastIndexOf("@");
  if (at === -1) return asciiLower(text);
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  return `${asciiLower(local)}@${asciiDomain(domain) ?? asciiLower(domain)}`;
}

/** Every key under which a user ID may stand that reads like this one: an address in both forms of its domain. */
export function usernameKeys(name: string): string[] {
  const key = addressKey(name);
  const at = key.lastIndexOf("@") + 1;
  const readable = at > 0 ? identityKey(key.slice(0, at) + domainToUnicode(key.slice(at))) : key;
  return [...new Set([identityKey(name), ...(at > 0 ? [key, readable] : [])])];
}

/** A domain as DNS has it, in lower case; undefined where it can be none, or has one label alone. */
export function asciiDomain(domain: string): string | undefined {
  // What else stands in a URL's host (a port, a path, an escape) would be read as that.
  if (!/^(?:[\p{L}\p{M}\p{N}.-]|\u200C|\u200D)+$/u.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  const labels = ascii.split(".");
  const isDomain =
    labels.length > 1 &&
    ascii.length <= domainAtMost &&
    labels.every((one) => label.test(one)) &&
    /^(?=.*[a-z])..+$/.test(labels.at(-1) ?? "");
  return isDomain ? ascii : undefined;
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
}
