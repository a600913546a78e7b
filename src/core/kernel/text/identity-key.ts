import { domainToASCII, domainToUnicode } from "node:url";
import unhomoglyph from "unhomoglyph";
import { z } from "zod";

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

/** The scripts that UAX #31 recommends, and the three that are written with Han (UTS #39, 5.1). */
const alphabets = `
Latin
Cyrillic
Greek
Arabic
Armenian
Hebrew
Georgian
Ethiopic
Devanagari
Bengali
Gurmukhi
Gujarati
Oriya
Tamil
Telugu
Kannada
Malayalam
Sinhala
Thai
Lao
Myanmar
Khmer
Tibetan
Thaana
Han Hiragana Katakana
Han Hangul
Han Bopomofo`
  .trim()
  .split("\n")
  .map((names) => {
    const scripts = [...names.split(" "), "Common", "Inherited"].map((name) => `\\p{scx=${name}}`);
    return new RegExp(`^[${scripts.join("")}]*$`, "u");
  });

/** All letters are of one alphabet; signs and digits belong to any. */
export function isOneScript(text: string): boolean {
  return alphabets.some((alphabet) => alphabet.test(text));
}

/** What a text looks like: two with one skeleton can be taken for each other (UTS #39, 4). */
function skeleton(text: string): string {
  return unhomoglyph(text.normalize("NFD")).normalize("NFD");
}

/**
 * Two names that share one of these look alike, without regard to case: each is read as it is written, and in lower case,
 * since `I` looks like `l` where `i` does not.
 */
export function lookAlikeKeys(name: string): string[] {
  return [...new Set([look(name), look(name.toLowerCase())])];
}

const look = (text: string) => skeleton(skeleton(text).toLowerCase()).toLowerCase();

// Zero-width signs, byte order marks, soft hyphens, marks of direction, invisible operators and variation selectors. Behind
// a letter that is not Latin the two joiners may belong to the word.
const invisible =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]|[\uFE00-\uFE0F]/g;
const strayJoiners = /(?<!(?!\p{Script=Latin})[\p{L}\p{M}])(?:\u200C|\u200D)+/gu;

/** What somebody typed or pasted, in plain signs and without what nobody sees. */
export function tidyTyped(text: string): string {
  return plainSigns(text.replace(invisible, "").replace(strayJoiners, ""));
}

/** With the signs of full width, as East Asian keyboards write them, and curly apostrophes as ASCII has them. Trimmed. */
export function plainSigns(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u3002\uFF61]/g, ".")
    .replace(/[\u2018\u2019\u02BC\u201B]/g, "'")
    .trim();
}

const shape = "This is not an e-mail address. Write it like name@company.com.";
/** RFC 5321's Dot-string. Quoted local parts and address literals are left out: hardly a server takes them. */
const local = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const [localAtMost, addressAtMost] = [64, 254];

/**
 * One address as typed, tidied. Its domain may be international, and is kept as it reads unless it could be taken for
 * another. Addresses are compared by `addressKey`.
 */
export const email = z
  .string()
  .transform(tidyTyped)
  .pipe(z.string().min(1, "Enter an e-mail address."))
  .transform((typed, { issues }) => {
    const at = typed.lastIndexOf("@");
    const [name, domain] = [typed.slice(0, Math.max(at, 0)), typed.slice(at + 1)];
    const ascii = asciiDomain(domain);
    const fault = faultOf(typed, name, ascii);
    if (fault === undefined) return `${name}@${isPlain(domain) ? domain : ascii}`;
    issues.push({ code: "custom", message: fault, input: typed });
    return z.NEVER;
  });

/** The user ID, where it is an e-mail address. */
export function addressIn(name: string): string | null {
  return email.safeParse(name).data ?? null;
}

/** An address as mail servers have it, with the domain in ASCII. */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = asciiDomain(address.slice(at + 1));
  return domain ? `${address.slice(0, at)}@${domain}` : address;
}

function faultOf(typed: string, name: string, domain: string | undefined): string | undefined {
  if (typed.length > addressAtMost || name.length + 1 + (domain?.length ?? 0) > addressAtMost)
    return `An e-mail address has at most ${addressAtMost} characters.`;
  const [foreign] = domain ? (/[^\p{ASCII}\p{Z}]/u.exec(name) ?? []) : [];
  if (foreign && local.test(name.replace(/[^\p{ASCII}\p{Z}]/gu, "x")))
    return `“${foreign}” cannot stand before the @ of an e-mail address. Check how it is spelled.`;
  if (name.length > localAtMost)
    return `An e-mail address has at most ${localAtMost} characters before its @.`;
  return domain && local.test(name) ? undefined : shape;
}

/** Each label is of one alphabet, and none looks like one in ASCII: `аpple` with a Cyrillic а is shown as DNS has it. */
function isPlain(domain: string): boolean {
  return domain
    .split(".")
    .every((one) => /^\p{ASCII}*$/u.test(one) || (isOneScript(one) && !/^\p{ASCII}*$/u.test(skeleton(one))));
}
