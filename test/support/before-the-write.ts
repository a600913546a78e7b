import type { App } from "../../src/core/context.ts";
import { carryOut, offerDirect } from "../../src/core/kernel/statement.ts";

/**
 * The same program, for which the world changes at one moment: what it does has been looked at, and its first transaction begins,
 * or its first statement that changes something by itself. A guard that looks only before sees nothing of the change.
 */
export function beforeTheWrite<Given extends App>(app: Given, change: () => Promise<unknown>): Given {
  // Of several at once none writes before the change is made.
  let changed: Promise<unknown> | undefined;
  return withWrites(app, () => (changed ??= change()));
}

/** The same program, of which each write waits for this. What is not audited, such as a lease, is none. */
export function withWrites<Given extends App>(app: Given, before: () => Promise<unknown>): Given {
  const db = Object.create(app.db) as App["db"];
  const transaction = app.db.$transaction.bind(app.db);
  Object.defineProperty(db, "$transaction", {
    value: async (...args: Parameters<typeof transaction>) => {
      await before();
      return transaction(...args);
    },
  });
  offerDirect(db, async (asked) => {
    if (asked.text.includes(`INSERT INTO "AuditEvent"`)) await before();
    return carryOut(app.db, asked);
  });
  return { ...app, db };
}
