import { shorten } from "../chat/mrkdwn.ts";
import { email } from "../text/email.ts";
import { fold } from "../text/fold.ts";
import { isAdministratorWord } from "./level-word.ts";
import { readRows, writeRow } from "./read-rows.ts";

/** One that is to be invited, as it was given; the Account and the level only where the list names them. */
export interface AddressEntry {
  address: string;
  account?: string;
  level?: string;
}

type Column = keyof AddressEntry;

const heads: Record<string, Column> = {
  email: "address",
  "e-mail": "address",
  mail: "address",
  "email address": "address",
  "e-mail address": "address",
  account: "account",
  "account id": "account",
  "api id": "account",
  level: "level",
  role: "level",
  "access level": "level",
};

/** Addresses between commas, semicolons or line ends, with names or without; or CSV, with a header row or without. */
export function readAddresses(given: string): AddressEntry[] {
  const text = given.replace(/^\uFEFF/u, "");
  const rows = readRows(text, ",;\t");
  const columns = rows[0]?.map((field) => heads[fold(field)]);
  if (!columns?.includes("address")) return rows.flatMap(readRow);
  const [, ...records] = readRows(text, delimiterOf(text));
  return records.map((record) => entryOf(record, columns));
}

/** Addresses and nothing else, as on the line of a command. */
export function readAddressLine(text: string): AddressEntry[] {
  return readRows(text, ",;\t").flatMap(readList);
}

/** How an entry is kept: its address, and what else was said of it, as one row of CSV. */
export function writeEntry({ address, account = "", level = "" }: AddressEntry): string {
  return writeRow([clean(address), clean(account), clean(level)]);
}

export function readEntry(subject: string): AddressEntry {
  return entryOf(readRows(subject, ",")[0] ?? [], ["address", "account", "level"]);
}

/** Why nobody can be invited by this. */
export function entryFault({ address, level }: AddressEntry): string | undefined {
  const [issue] = email.safeParse(address).error?.issues ?? [];
  if (issue) return issue.message;
  if (level && isAdministratorWord(level) === undefined) {
    return `“${shorten(level, 60)}” is not a level. Write admin or access.`;
  }
  return undefined;
}

/** The header has one kind of delimiter; in the rows under it, the others are signs like any other. */
function delimiterOf(text: string): string {
  const header = text.trimStart().split(/[\r\n]/u, 1)[0] ?? "";
  return [";", "\t"].find((delimiter) => header.includes(delimiter)) ?? ",";
}

function readRow(fields: string[]): AddressEntry[] {
  const [first = "", ...rest] = fields;
  const others = rest.filter(Boolean);
  const isRecord =
    first.includes("@") && others.length > 0 && rest.length <= 2 && !others.some((one) => one.includes("@"));
  if (!isRecord) return readList(fields);
  const [second = "", third = ""] = rest;
  const onlyLevel = !third && isAdministratorWord(second) !== undefined;
  return [entryOf(fields, onlyLevel ? ["address", "level"] : ["address", "account", "level"])];
}

function readList(fields: string[]): AddressEntry[] {
  return fields.flatMap(apart).map((address) => ({ address: bare(clean(address)) }));
}

function entryOf(fields: string[], columns: (Column | undefined)[]): AddressEntry {
  const entry: AddressEntry = { address: "" };
  for (const [index, column] of columns.entries()) {
    const value = clean(fields[index] ?? "");
    if (column && value) entry[column] = column === "address" ? bare(value) : value;
  }
  return entry;
}

/** Addresses with nothing but spaces between them. */
function apart(field: string): string[] {
  const words = field.split(/\s+/u);
  return words.length > 1 && words.every((word) => word.includes("@")) ? words : field ? [field] : [];
}

/** The address alone, of `Ann Lee <ann@acme.example>`. */
function bare(field: string): string {
  const inside = /<([^<>]*)>\s*$/u.exec(field)?.[1];
  return (inside ?? field).replace(/^mailto:/iu, "").trim();
}

/** PostgreSQL takes no NUL, and nobody reads more of what is no address. */
function clean(text: string): string {
  return shorten(text.replace(/\p{Cc}+/gu, " ").trim(), 300);
}
