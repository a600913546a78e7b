import { withoutHints } from "../kernel/text/command-hint.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { type AddressEntry, readAddresses } from "./read-addresses.ts";
import { z } from "zod";

/** What the row of an invitation Request holds. */
export const inviteUserInput = z.object({
  accountId: z.uuid(),
  email: z.string().max(254),
  asAdministrator: z.boolean(),
});

export type InviteUserInput = z.infer<typeof inviteUserInput>;

/** What the row of a bulk invitation holds; each address is a RequestItem. */
export const inviteUsersInput = z.object({
  accountId: z.uuid(),
  asAdministrator: z.boolean(),
  withSubAccounts: z.boolean(),
  /** How many were given, and how many of those can never be invited. */
  count: z.int(),
  faulty: z.int(),
  /** Of the whole list, so that the same one is not at work twice. */
  digest: z.string(),
  /** How many become Administrator, by the list or by the level of all. */
  administrators: z.int().default(0),
  /** How many sub-accounts it had when it was asked for. */
  subAccounts: z.int().default(0),
  /** Sub-accounts, and Accounts named in the list, that were marked sensitive when it was given. */
  sensitiveIds: z.array(z.uuid()).default([]),
});

export type InviteUsersInput = z.infer<typeof inviteUsersInput>;

export const invitedAtMost = 10_000;

/** Ten thousand rows of an address, an Account and a level come to about 700 kB. */
const bytesAtMost = 2_000_000;

export const addressFileField = "file";

/** The addresses in a file that the caller chose in a form: CSV, or a list. Throws invalid at the file's field. */
export async function readAddressFile(
  ctx: Context<ConsoleUserActor>,
  fileId: string,
): Promise<AddressEntry[]> {
  const asked = { uploadedBy: ctx.actor.chatUserId ?? "", bytesAtMost };
  const { name, size, isForeign, content } = await ctx.chat.readFile(fileId, asked);
  if (isForeign) throw invalid("Somebody else uploaded this file. Choose one that you uploaded yourself.");
  if (!content)
    throw invalid(`${name} has ${megabytes(size)}; at most ${megabytes(bytesAtMost)} are read. Split it.`);
  if (/\.(xlsx?|ods|numbers)$/iu.test(name) || content.subarray(0, 2).toString("latin1") === "PK")
    throw invalid(`${name} is a workbook. Save it as CSV, and choose that file.`);
  const text = textOf(content);
  if (text === undefined)
    throw invalid(`${name} is not a text file. Save the list as CSV, and choose that file.`);
  const entries = readAddresses(withoutHints(text));
  if (entries.length === 0) throw invalid(`${name} has no address in it.`);
  if (entries.length > invitedAtMost) {
    const [found, most] = [entries.length, invitedAtMost].map((count) => count.toLocaleString("en"));
    throw invalid(`${name} has ${found} rows; at most ${most} go into one request. Split it.`);
  }
  return entries;
}

/** As spreadsheets save it: UTF-8 or UTF-16 with its mark, else UTF-8, else the old one of Western Windows. */
function textOf(content: Buffer): string | undefined {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(content);
  if (content.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("windows-1252").decode(content);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function invalid(sentence: string): DomainError {
  return new DomainError("invalid", sentence, addressFileField);
}
