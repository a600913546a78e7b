import type { Database } from "../../src/core/kernel/database.ts";
import type { Mail } from "../../src/core/kernel/mail/mailer.ts";
import type { Task } from "../../src/core/kernel/outbox/queue.ts";
import type { TestApp } from "./test-app.ts";

type Row = Record<string, unknown>;
type Tables = Record<string, Row[]>;

/** Counters of the process or of a rate, and what seals the audit, which say nothing of what was done. */
const ignoredTables = new Set(["RateLimit", "ChatRateLimit", "Delivery", "AuditBlock", "_prisma_migrations"]);
const ignoredColumns = new Set(["updatedAt", "salt"]);
const secret = /(?:Hash|Sealed)$/u;
/** Made by chance, or counted over all that was done before. */
const byChance = new Set(["number", "idempotencyKey", "postedId", "clientId", "shown", "digest"]);
const sentence = /\S\s+\S+\s+\S+\s+\S/u;
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\bU\d+\b/gu;
/** What the factories count over all tests. */
const serial = /\b(account-|console|invitee|user)\d+\b/gu;
const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/gu;

/**
 * All that somebody's doing comes to, a line each: which rows came, which went, and which columns are other than before,
 * which mails were sent, and which tasks wait. Ids are read as what they name, moments as how long after now; sentences
 * and secrets are left out.
 */
export async function writtenBy(
  { db, clock, mailer, queue }: Pick<TestApp, "db" | "clock" | "mailer" | "queue">,
  work: () => Promise<unknown>,
): Promise<string> {
  const tasksOf = () => [...queue.waiting, ...queue.delayed.map(({ task }) => task)];
  const [before, sent, waited] = [await read(db), mailer.sent.length, new Set(tasksOf())];
  await work();
  const after = await read(db);
  const names = namesOf(before, after);
  const words = (value: unknown): string =>
    JSON.stringify(value)
      .replaceAll(uuid, (id) => `<${names.get(id) ?? "id"}>`)
      .replaceAll(moment, (time) => momentWords(new Date(time), clock.now()))
      .replaceAll(serial, "$1#");
  const tasks = tasksOf().filter((task) => !waited.has(task));
  return [
    ...Object.keys(after)
      .toSorted()
      .flatMap((table) => differences(table, before[table] ?? [], after[table] ?? [], words)),
    ...mailer.sent
      .slice(sent)
      .map(({ to, messageId }: Mail) => `mail ${words({ to, messageId })}`)
      .toSorted(),
    ...tasks.map(({ name, payload }: Task) => `task ${words({ name, payload })}`).toSorted(),
  ].join("\n");
}

async function read(db: Database): Promise<Tables> {
  const names = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`;
  const told = names.map(({ name }) => name).filter((name) => !ignoredTables.has(name));
  const each = told.map((name) => `SELECT '${name}' AS name, to_jsonb(t) AS row FROM "${name}" t`);
  const rows = await db.$queryRawUnsafe<{ name: string; row: Row }[]>(each.join(" UNION ALL "));
  const of = (table: string) => rows.filter(({ name }) => name === table).map(({ row }) => row);
  return Object.fromEntries(
    told.map((name) => [name, of(name).toSorted((one, other) => Number(one["id"]) - Number(other["id"]))]),
  );
}

/** By what people know them. */
function namesOf(...states: Tables[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const tables of states)
    for (const [table, rows] of Object.entries(tables))
      for (const row of rows) {
        const known = row["username"] ?? row["email"] ?? row["apiId"] ?? row["kind"] ?? row["key"];
        const name =
          typeof known === "string" && !known.includes(" ")
            ? `${table} ${known.replace(/\bU\d+$/u, "U#")}`
            : table;
        if (typeof row["id"] === "string") names.set(row["id"], name);
        if (typeof row["chatUserId"] === "string" && table === "ConsoleUser")
          names.set(row["chatUserId"], `Slack ${String(row["email"])}`);
      }
  return names;
}

function differences(
  table: string,
  before: Row[],
  after: Row[],
  words: (value: unknown) => string,
): string[] {
  const old = new Map(before.map((row) => [keyOf(table, row), row]));
  const now = new Map(after.map((row) => [keyOf(table, row), row]));
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, row]) => `- ${table} ${words(told(row))}`);
  const come = [...now].filter(([key]) => !old.has(key)).map(([, row]) => `+ ${table} ${words(told(row))}`);
  const changed = [...now].flatMap(([key, row]) => {
    const one = old.get(key);
    const columns = one ? Object.keys(row).filter((name) => !same(one[name], row[name])) : [];
    const shown = columns.filter((name) => !ignoredColumns.has(name));
    if (!one || shown.length === 0) return [];
    const lines = shown.map(
      (name) => `${name} ${words(tell(name, one[name]))} → ${words(tell(name, row[name]))}`,
    );
    return [`~ ${table} ${words(labelOf(row))}: ${lines.join(", ")}`];
  });
  // The audit tells what happened in its order; of other rows there is none.
  return table === "AuditEvent" ? inOrder(come) : [...gone, ...changed, ...come].toSorted();
}

/** The same of what happened side by side, as the items of a list do. */
function inOrder(entries: string[]): string[] {
  const action = (entry: string) => /"action":"([\w-]+)"/u.exec(entry)?.[1];
  const runs: string[][] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last?.[0] && action(last[0]) === action(entry)) last.push(entry);
    else runs.push([entry]);
  }
  return runs.flatMap((run) => run.toSorted());
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Of tables whose key is not `id`. */
const keys: Record<string, string[]> = {
  Home: ["consoleUserId"],
  CardTemplate: ["cardId", "templateId"],
};

const keyOf = (table: string, row: Row): string =>
  JSON.stringify((keys[table] ?? ["id"]).map((column) => row[column]));

const labelOf = (row: Row): unknown => row["id"] ?? row["consoleUserId"] ?? "";

/** What a new row says: what is null, empty or zero goes without saying. */
function told(row: Row): Row {
  const entries = Object.entries(row)
    .filter(([name, value]) => !ignoredColumns.has(name) && name !== "id" && !isNothing(value))
    .map(([name, value]) => [name, tell(name, value)]);
  return Object.fromEntries(entries) as Row;
}

const isNothing = (value: unknown) =>
  value === null ||
  value === "" ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

function tell(name: string, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (secret.test(name)) return "<secret>";
  if (byChance.has(name)) return "<some>";
  if (typeof value === "string") return sentence.test(value) ? "<words>" : value;
  if (typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tell(key, inner)]));
}

function momentWords(time: Date, now: Date): string {
  const ms = time.getTime() - now.getTime();
  // Told by the database, which does not know the clock of the tests.
  if (Math.abs(time.getTime() - Date.now()) < 3 * 86_400_000) return "<today>";
  const units = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["m", 60_000],
    ["s", 1_000],
    ["ms", 1],
  ] as const;
  const [unit, size] = units.find(([, size]) => ms !== 0 && ms % size === 0) ?? ["", 1];
  // How long a wait is is by chance.
  if (ms < 0 || ms % 500 !== 0) return ms < 0 ? "before" : "later";
  return ms === 0 ? "now" : `now + ${ms / size}${unit}`;
}
