import { Prisma } from "../generated/prisma/client.ts";
import type { Database, Transaction } from "./database.ts";

/** One statement of the hot path, written out in SQL, with its values by name: planned once a connection. */
export interface Statement<Values extends object, Row> {
  /** With its values: the name by which a connection knows it again, and the text. */
  asked: (values: Values) => Asked;
  /** Never set: what its rows are. */
  row?: Row;
}

export interface Asked {
  name: string;
  text: string;
  values: unknown[];
}

/** Where a value stands: that of this name, or one column of the row of that name. */
export type At<Values> = (name: keyof Values & string, column?: string) => string;

let count = 0;

/** Written out at its first use; `write` asks for the place of each value in its text. */
export function statement<Values extends object, Row>(
  write: (at: At<Values>) => string,
): Statement<Values, Row> {
  let written: ReturnType<typeof writeOut<Values>> | undefined;
  return {
    asked(values) {
      const { name, text, places } = (written ??= writeOut(write));
      return { name, text, values: places.map((place) => valueAt(values, place)) };
    },
  };
}

type Place<Values> = [name: keyof Values & string, column: string | undefined];

function writeOut<Values extends object>(write: (at: At<Values>) => string) {
  const places: Place<Values>[] = [];
  const text = write((name, column) => {
    const known = places.findIndex((place) => place[0] === name && place[1] === column);
    return `$${known === -1 ? places.push([name, column]) : known + 1}`;
  });
  count += 1;
  return { name: `hot${count}`, text, places };
}

function valueAt<Values extends object>(values: Values, [name, column]: Place<Values>): unknown {
  const value: unknown = values[name];
  return column === undefined ? value : (value as Record<string, unknown>)[column];
}

/** How a database does a statement without Prisma. */
export type Direct = (asked: Asked) => Promise<object[]>;

const directly = new WeakMap<object, Direct>();

/** Has statements on this database done so, which costs a third. */
export function offerDirect<Given extends Database>(db: Given, direct: Direct): Given {
  directly.set(db, direct);
  return db;
}

/** Carries it out: in a transaction, or by itself. */
export async function run<Values extends object, Row>(
  db: Database | Transaction,
  { asked }: Statement<Values, Row>,
  values: Values,
): Promise<Row[]> {
  return (await carryOut(db, asked(values))) as Row[];
}

export function carryOut(db: Database | Transaction, asked: Asked): Promise<object[]> {
  return directly.get(db)?.(asked) ?? db.$queryRawUnsafe<object[]>(asked.text, ...asked.values);
}

/** Columns that a statement writes, each with its type in SQL. */
export type Columns = Record<string, string>;

/** Their names, to stand behind INSERT INTO. */
export const named = (columns: Columns): string => quoted(Object.keys(columns)).join(", ");

/** The values of one row for them, to stand behind SELECT. */
export function given<Values>(at: At<Values>, row: keyof Values & string, columns: Columns): string {
  return Object.entries(columns)
    .map(([column, type]) => `${at(row, column)}::${type}`)
    .join(", ");
}

const quoted = (names: string[]): string[] => names.map((name) => `"${name}"`);

type Models = Prisma.TypeMap["model"];
type Table = keyof Models;
type RowOf<In extends Table> = Models[In]["payload"]["scalars"];

const tables = new Map<string, object>(Object.entries(Prisma));

/** Every column of a table by name: a statement that is planned already bears no `*`, which another column would change. */
export function columnsOf(table: Table): string[] {
  return Object.keys(tables.get(`${table}ScalarFieldEnum`) ?? {});
}

/** The same, to stand behind RETURNING. */
export const quotedColumns = (table: Table): string => quoted(columnsOf(table)).join(", ");

/** A whole row in one answer with others: how it is selected, and how it is read from there. The main one has no name. */
export function partOf<In extends Table>(table: In, part = "") {
  const names = columnsOf(table).map((column) => [column, part ? `${part}.${column}` : column] as const);
  return {
    select: (alias: string): string =>
      names.map(([column, name]) => `${alias}."${column}" AS "${name}"`).join(", "),
    /** Undefined where no such row was joined: each table's first column is its key. */
    read(answer: object): RowOf<In> | undefined {
      const all = answer as Record<string, unknown>;
      if (all[names[0]?.[1] ?? ""] === null) return undefined;
      return Object.fromEntries(names.map(([column, name]) => [column, all[name]])) as RowOf<In>;
    },
  };
}
