import type { App } from "../../src/core/context.ts";

/**
 * The same program, for which the world changes at one moment: what it does has been looked at, and its first transaction begins.
 * A guard that looks only before a transaction sees nothing of the change.
 */
export function beforeTheWrite<Given extends App>(app: Given, change: () => Promise<unknown>): Given {
  const db = Object.create(app.db) as App["db"];
  const transaction = app.db.$transaction.bind(app.db);
  // Of several at once none writes before the change is made.
  let changed: Promise<unknown> | undefined;
  Object.defineProperty(db, "$transaction", {
    value: async (...args: Parameters<typeof transaction>) => {
      await (changed ??= change());
      return transaction(...args);
    },
  });
  return { ...app, db };
}
