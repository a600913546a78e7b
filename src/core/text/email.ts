import { z } from "zod";
import { asciiDomain } from "./identity-key.ts";
import { isOneScript, skeleton } from "./look-alike.ts";
import { tidyTyped } from "./tidy-typed.ts";

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
