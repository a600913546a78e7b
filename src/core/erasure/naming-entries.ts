import { erasableColumns, type EntryToErase } from "../audit/erase-entries.ts";
import type { Database } from "../kernel/database.ts";
import type { Eraser, Person } from "./identifiers.ts";

type Said = Record<
  "actorId" | "actorName" | "subjectId" | "subjectName" | "callId" | "before" | "after",
  string | null
>;

interface Entry extends Said {
  id: bigint;
  action: string;
}

export interface NamingEntries {
  /** In the order in which they are to be erased: those by which the person is found come last. */
  entries: EntryToErase[];
  /** That tell of erasures, by an operator of that name: nothing is erased from these. */
  ofErasures: number;
}

/** Entries of the audit that name the person or are about them, and what of each has to go. */
export async function namingEntries(db: Database, person: Person, eraser: Eraser): Promise<NamingEntries> {
  const { ids } = person;
  const found = await db.$queryRaw<Entry[]>`
    SELECT "id", "action", "actorId", "actorName", "subjectId", "subjectName", "callId",
      "before"::text AS "before", "after"::text AS "after"
    FROM "AuditEvent"
    WHERE "actorId" = ANY(${ids}) OR "subjectId" = ANY(${ids})
      OR concat_ws(chr(10), "actorId", "actorName", "subjectId", "subjectName", "callId", "before"::text, "after"::text)
        ILIKE ANY(${eraser.patterns})
    ORDER BY "id"`;
  const named = found.map((entry) => ({ entry, columns: columnsNaming(entry, ids, eraser) }));
  const naming = named.filter(({ columns }) => columns.length > 0);
  const [last, first] = [naming.filter(identifies), naming.filter((one) => !identifies(one))];
  const toErase = [...first, ...last].filter(({ entry }) => entry.action !== "audit-erased");
  return {
    entries: toErase.map(({ entry: { id }, columns }) => ({ id, columns })),
    ofErasures: naming.length - toErase.length,
  };
}

/** Whether the person's other names stand there: without these a second run after a kill would not know them. */
const identifies = ({ entry: { before, after } }: { entry: Entry }): boolean =>
  [before, after].some((json) => /"(?:username|email|firstName|lastName|chatUserId)"/u.test(json ?? ""));

function columnsNaming(entry: Entry, ids: string[], eraser: Eraser): EntryToErase["columns"] {
  const isAbout = ids.includes(entry.subjectId ?? "");
  const isBy = ids.includes(entry.actorId ?? "");
  return erasableColumns.filter((column) => {
    const text = entry[column];
    // What is left of an earlier erasure.
    if (text === null || text === "" || text === "(erased)") return false;
    if (column === "before" || column === "after") return isAbout || eraser.eraseJson(text) !== text;
    // Our own ids stay: by them it is told that one person did all this, and no longer which.
    if (column === "actorId" || column === "subjectId") return !ids.includes(text) && eraser.mentions(text);
    return (column === "actorName" && isBy) || (column === "subjectName" && isAbout) || eraser.mentions(text);
  });
}
