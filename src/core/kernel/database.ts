import type { Prisma, PrismaClient } from "../generated/prisma/client.ts";

export type Database = PrismaClient;

/** Inside a transaction. */
export type Transaction = Prisma.TransactionClient;

/** The same thing, with some of its properties replaced: what it reads of itself stays its own. */
export function withOwn<Given extends object>(target: Given, own: object): Given {
  return new Proxy(target, {
    get: (given, name) => Reflect.get(Object.hasOwn(own, name) ? own : given, name) as unknown,
  });
}

const roots = new WeakMap<Database, Database>();

/** The database itself, where this is only a part of a transaction on it. */
export function rootOf(db: Database): Database {
  const root = roots.get(db);
  return root ? rootOf(root) : db;
}

/** Keeps of which database this is a part, for `rootOf`. */
export function isPartOf(part: Database, root: Database): Database {
  roots.set(part, root);
  return part;
}
