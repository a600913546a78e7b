import { type EntryToErase, eraseEntries } from "../audit/erase-entries.ts";
import type { OperatorContext } from "../context.ts";
import type { Database } from "../kernel/database.ts";
import { SetupError } from "../kernel/setup-error.ts";
import { personalColumns, type Table } from "./columns.ts";
import { eraseRows, namingRows, type NamingRow } from "./erase-records.ts";
import { type FoundPerson, findPerson, type Named } from "./find-person.ts";
import { type Eraser, eraserOf, erasedWords } from "./identifiers.ts";
import { namingEntries } from "./naming-entries.ts";
import { openWork, unreadByWorker } from "./open-work.ts";

/** What names a person, and is erased or left. */
export interface Erasure {
  person: FoundPerson;
  entries: EntryToErase[];
  /** Of the audit: they tell of erasures by an operator whose name on the server is theirs. */
  ofErasures: number;
  records: { table: Table; rows: NamingRow[] }[];
  /** By table and column, how many rows of what is in use name them. */
  inUse: { name: string; count: number }[];
  /** Why nothing can be erased yet. */
  inTheWay: string[];
}

/** Looks for everything that names a person, and changes nothing. Throws a SetupError where they are still here. */
export async function planErasure(db: Database, named: Named): Promise<Erasure> {
  const person = await findPerson(db, named);
  const eraser = eraserOf(person);
  const tables = await personalColumns(db);
  const records: Erasure["records"] = [];
  const inTheWay: string[] = [];
  for (const table of tables.records) {
    const rows = await namingRows(db, table, eraser);
    if (rows.length > 0) records.push({ table, rows });
    inTheWay.push(...(await openWork(db, table.name, rows)));
  }
  const { entries, ofErasures } = await namingEntries(db, person, eraser);
  if (named.connected) inTheWay.push(...(await unreadByWorker(db, entries)));
  return { person, entries, ofErasures, records, inUse: await usesOf(db, tables.inUse, eraser), inTheWay };
}

async function usesOf(db: Database, tables: Table[], eraser: Eraser): Promise<Erasure["inUse"]> {
  const uses: Erasure["inUse"] = [];
  for (const table of tables) {
    const rows = await namingRows(db, table, eraser);
    for (const { name } of table.columns) {
      const count = rows.filter(({ left }) => left[name] !== undefined).length;
      if (count > 0) uses.push({ name: `${table.name}.${name}`, count });
    }
  }
  return uses;
}

/** Of a table that others write to meanwhile: so often it is looked through for what names the person. */
const roundsAtMost = 5;

/**
 * Erases what `planErasure` finds, the audit behind the records and in it what they are found by last, so that a run that was
 * killed can be done again by the same words. Returns false where others wrote so much meanwhile that some of it is left.
 */
export async function erasePerson(ctx: OperatorContext, named: Named, because: string): Promise<boolean> {
  for (let round = 0; round < roundsAtMost; round += 1) {
    const { person, entries, records, inTheWay } = await planErasure(ctx.db, named);
    if (inTheWay.length > 0) throw new SetupError(inTheWayWords(inTheWay));
    if (eraserOf(person).mentions(because))
      throw new SetupError("The reason names the person: it would stand in the audit. Put it without.");
    if (entries.length === 0 && records.length === 0) {
      await emptyConsoleUser(ctx.db, person);
      return true;
    }
    for (const { table, rows } of records) await eraseRows(ctx.db, table, rows);
    await eraseEntries(ctx, entries, because);
  }
  return false;
}

export const inTheWayWords = (inTheWay: string[]): string =>
  [
    "Nothing is erased, since something about this person is still open:",
    ...inTheWay.map((one) => `- ${one}.`),
  ].join("\n");

/** The row of a removed Console User stays, since Requests and votes lead to it. Last of all: it says who they are. */
async function emptyConsoleUser(db: Database, { consoleUserId: id }: FoundPerson): Promise<void> {
  if (id === undefined) return;
  const nobody = { firstName: "", lastName: "", chatTeamId: null, chatUserId: null, chatLinkedAt: null };
  const settings = { chatEmailKey: null, chatExcluded: null, timeZone: null, passwordHash: null };
  await db.$transaction([
    db.session.deleteMany({ where: { consoleUserId: id } }),
    db.consoleUser.update({
      where: { id, removedAt: { not: null } },
      data: { ...nobody, ...settings, email: erasedWords, emailKey: `${erasedWords} ${id}` },
    }),
  ]);
}
