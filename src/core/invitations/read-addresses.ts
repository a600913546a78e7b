import { shorten } from "../kernel/text/mrkdwn.ts";
import { email, tidyTyped } from "../kernel/text/identity-key.ts";
import { fold } from "../kernel/text/fold.ts";

const levels = new Map([
  ["admin", true],
  ["administrator", true],
  ["access", false],
  ["user", false],
]);

/** Whether a typed level is Administrator; undefined where it is no level. */
export function isAdministratorWord(text: string): boolean | undefined {
  return levels.get(fold(text));
}

type Column = "address" | "account" | "level";

const heads = new Map<string, Column>([
  ...list("account, account id, api id, konto, compte, cuenta").map((head) => [head, "account"] as const),
  ...list("level, role, access level, rolle").map((head) => [head, "level"] as const),
]);

const addressHeads = new Set([
  ...list(
    "email, emails, mail, email address, email addresses, mail address, email id, email adresse, emailadresse",
  ),
  ...list("mail adresse, mailadresse, courriel, adresse email, adresse mail, correo, correo electronico"),
  ...list("indirizzo email, endereco de email, e post, epost, emailadres"),
]);
const ownAddress = /^(?:work|business|primary|company|office|user|login|contact|invitee|geschaftliche) /u;
const someAddress = /(?:^|\s)e?mail(?:s|adresse)?(?:$|\s)/u;
const otherThing =
  /\b(?:recovery|secondary|private|personal|home|alternate|sent|opt|date|status|verified|type|count)\b/u;

/**
 * What the columns under these headings hold, or undefined where none holds addresses. Of several with an address the most
 * plainly named one counts: `E-mail` before `Work email` before `Recovery email`.
 */
function readHeads(fields: string[]): (Column | undefined)[] | undefined {
  if (fields.some((field) => field.includes("@") || field.length > 80)) return undefined;
  const words = fields.map(headWords);
  const ranks = words.map(addressRank);
  const best = Math.min(...ranks);
  if (best === Infinity) return undefined;
  const address = ranks.indexOf(best);
  return words.map((head, index) => (index === address ? "address" : heads.get(head)));
}

/** `E-Mail_Address* [Required]:` as `email address`. */
function headWords(field: string): string {
  return fold(tidyTyped(field).normalize("NFD").replace(/\p{M}/gu, ""))
    .replace(/\[[^\]]*\]|\([^)]*\)/gu, " ")
    .replace(/\be[\s_-]?mail/gu, "email")
    .replace(/[\s_.:*-]+/gu, " ")
    .trim();
}

function addressRank(head: string): number {
  if (addressHeads.has(head)) return 0;
  if (!someAddress.test(head)) return Infinity;
  if (otherThing.test(head)) return 3;
  return ownAddress.test(head) ? 1 : 2;
}

function list(words: string): string[] {
  return words.split(", ");
}

/** One that is to be invited, as it was given; the Account and the level only where the list names them. */
export interface AddressEntry {
  address: string;
  account?: string;
  level?: string;
}

const delimiters = [",", ";", "\t"];
/** Above a table people write what it is about. */
const titlesAtMost = 10;

/** Addresses between commas, semicolons or line ends, with names or without; or CSV, with a header row or without. */
export function readAddresses(given: string): AddressEntry[] {
  const { text, separator } = withoutMark(given);
  const tables = (separator ? [separator] : delimiters).flatMap(
    (delimiter) => readTable(text, delimiter) ?? [],
  );
  const [table] = tables.toSorted((one, other) => other.columns.length - one.columns.length);
  if (!table) return withoutTitles(readLines(text)).flatMap(readLine);
  const { columns, rows, from } = table;
  // A heading over one column has a list under it as often as a table.
  if (columns.length === 1) return readLines(text).slice(from).flatMap(readLine);
  return rows.slice(from).map((row) => entryOf(row, columns));
}

/** Addresses and nothing else, as on the line of a command. */
export function readAddressLine(text: string): AddressEntry[] {
  return readLines(text).flatMap(readPeople);
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

/** Excel's first line `sep=;` says what stands between the fields. */
function withoutMark(given: string): { text: string; separator?: string } {
  const text = given.replace(/^\uFEFF/u, "");
  const mark = /^\s*"?sep=(?<sign>[^\r\n"])"?[ \t]*(?:\r\n?|\n|$)/iu.exec(text);
  const separator = mark?.groups?.["sign"];
  return separator ? { text: text.slice(mark?.[0].length), separator } : { text };
}

/** What stands under the headings, where there are any: under a title at most, and above every address. */
function readTable(
  text: string,
  delimiter: string,
): { columns: (Column | undefined)[]; rows: string[][]; from: number } | undefined {
  const rows = readRows(text, delimiter);
  const first = rows.findIndex((row) => row.some((field) => field.includes("@")));
  const above = rows.slice(0, Math.min(titlesAtMost, first === -1 ? rows.length : first));
  const found = above.map((row) => readHeads(row)).findLastIndex((columns) => columns !== undefined);
  const columns = readHeads(above[found] ?? []);
  return columns && { columns, rows, from: found + 1 };
}

/** Lines as they were written: what stands in quotes is kept together, quotes and all. */
function readLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split(/[\r\n]+/u)) {
    const last = lines.at(-1);
    const isOpen = last !== undefined && (last.match(/"/gu)?.length ?? 0) % 2 === 1 && line.includes('"');
    if (isOpen) lines[lines.length - 1] = `${last}\n${line}`;
    else lines.push(line);
  }
  return lines.filter((line) => line.trim() !== "");
}

/** `Attendees:`, or a line of several words before the first address, is about the list and not of it. */
function withoutTitles(lines: string[]): string[] {
  const first = lines.findIndex((line) => /[@＠]/u.test(line));
  return lines.filter((line, index) => index >= first || index >= titlesAtMost || !isTitle(line));
}

function readLine(line: string): AddressEntry[] {
  const fields = readRows(line, ",;\t")[0] ?? [];
  const [given = "", ...rest] = fields;
  const first = withoutBullet(given);
  const others = rest.filter(Boolean);
  const isRecord =
    first.includes("@") && others.length > 0 && rest.length <= 2 && !others.some((one) => one.includes("@"));
  if (!isRecord) return readPeople(line);
  const [second = "", third = ""] = rest;
  const onlyLevel = !third && isAdministratorWord(second) !== undefined;
  return [
    entryOf([first, second, third], onlyLevel ? ["address", "level"] : ["address", "account", "level"]),
  ];
}

const isTitle = (line: string) =>
  /:\s*$/u.test(line) || (/\S\s+\S/u.test(line) && !/\S\.\S|[,;\t]/u.test(line));

/** Semicolons stand between people, and so do commas, but for the one in `Lee, Ann <ann@acme.example>`. */
function readPeople(line: string): AddressEntry[] {
  const parts = readRows(line.replace(/[，、]/gu, ",").replace(/；/gu, ";"), ";")[0] ?? [];
  return parts
    .flatMap((part) => (named(part).length === 1 && isOnePerson(part) ? [part] : peopleIn(part)))
    .map(toEntry);
}

const named = (part: string) => part.match(/<[^<>]*[@＠][^<>]*>/gu) ?? [];
const isName = (field: string) => /^[\p{L}\p{M}'’. -]+$/u.test(field) && !/\S\.\S/u.test(field);

/** Nothing but a name stands before the address in brackets. */
function isOnePerson(part: string): boolean {
  const before = part.slice(0, part.lastIndexOf("<"));
  return part.trimEnd().endsWith(">") && before.split(",").length <= 3 && !/[@＠\t]/u.test(before);
}

function peopleIn(part: string): string[] {
  const fields = (readRows(part, ",\t")[0] ?? []).flatMap(apart);
  return fields.filter((field, index) => !(isName(field) && named(fields[index + 1] ?? "").length > 0));
}

function toEntry(field: string): AddressEntry {
  return { address: bare(clean(field)) };
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
  const words = withoutBullet(field).split(/\s+/u);
  return words.length > 1 && words.every((word) => /[@＠]/u.test(word)) ? words : field ? [field] : [];
}

/** The address alone, of `• Ann Lee <ann@acme.example>`; what is adorned twice is so only until it has been read. */
function bare(field: string): string {
  const once = unadorned(field);
  return once.length < field.length ? bare(once) : once;
}

function unadorned(field: string): string {
  const text = withoutBullet(tidyTyped(field));
  const inside = /<([^<>]*)>[\s.,;]*$/u.exec(text)?.[1] ?? text;
  const address = inside.replace(/^mailto:([^|?]*).*$/iu, "$1").trim();
  const wrapped = /^(?:\((.+)\)|\[(.+)\]|'(.+)'|"(.+)")$/u.exec(address)?.slice(1).find(Boolean);
  return (wrapped ?? address).replace(/(?<=@.*)[.,;:!]+$/u, "").trim();
}

/** `- `, `• `, `12. `, `3) `, `[x] `, as in lists that people copy. */
function withoutBullet(field: string): string {
  return field.replace(/^\s*(?:(?:[-*–—+]|\(?\d{1,5}[.)]|\[[ xX]?\])\s+|[•‣◦▪▫●○·∙▶►✓✔➢]\s*)+/u, "").trim();
}

/** PostgreSQL takes no NUL, and nobody reads more of what is no address. */
function clean(text: string): string {
  return shorten(text.replace(/\p{Cc}+/gu, " ").trim(), 300);
}

/** Rows of fields, as in CSV: a field in quotes may hold delimiters, line ends and doubled quotes. */
function readRows(text: string, delimiters: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  const endField = (): void => {
    row.push(field.trim());
    field = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    const quote = sign === '"' && field.trim() === "" ? quoted(text, at) : undefined;
    if (quote) {
      field = quote.inside;
      at = quote.end;
    } else if (sign === "\n" || sign === "\r") {
      endField();
      rows.push(row);
      row = [];
    } else if (delimiters.includes(sign)) endField();
    else field += sign;
  }
  endField();
  rows.push(row);
  return rows.filter((fields) => fields.some(Boolean));
}

/** One row as `readRows` reads it back; empty fields at its end are left out. */
function writeRow(fields: string[]): string {
  const last = fields.findLastIndex(Boolean);
  return fields
    .slice(0, last + 1)
    .map((field) => (/[",;\t]/u.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(",");
}

/** A quote that nobody closes is a sign like any other. */
function quoted(text: string, start: number): { inside: string; end: number } | undefined {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text.charAt(end + 1) === '"') end = text.indexOf('"', end + 2);
  return end === -1 ? undefined : { inside: text.slice(start + 1, end).replaceAll('""', '"'), end };
}
