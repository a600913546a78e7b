import addressparser from "nodemailer/lib/addressparser";

/** One dot-atom at one host, without blanks: what an envelope can carry. */
const oneAddress = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/u;

/**
 * `name@company.com`, or `Name <name@company.com>`, as the mailer reads it. Undefined for anything else: a list, a group (a name with a
 * colon), half an address, a line break.
 */
export function readMailbox(text: string): { name: string; address: string } | undefined {
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) return undefined;
  const [mailbox, ...others] = addressparser(text);
  if (!mailbox || others.length > 0 || mailbox.address === undefined) return undefined;
  if (!oneAddress.test(mailbox.address)) return undefined;
  const unquoted = text.replace(/"(?:[^"\\]|\\.)*"/gu, "").trim();
  // The parser guesses where a bracket is open or holds a blank, and takes a second address for a name.
  if (unquoted.includes("<") && !/^[^<>@]*<[^<>\s]+>$/u.test(unquoted)) return undefined;
  return { name: mailbox.name, address: mailbox.address };
}
