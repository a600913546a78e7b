import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { accessOf, active } from "./access.ts";
import { nameOf } from "./console-user-name.ts";
import { allows, type Permission, type PermissionHolder } from "./permission-grid.ts";

const namedAtMost = 5;

/** Where Console Users are read: the database, or a transaction. */
export interface Reading {
  db: App["db"] | Transaction;
}

/** A sentence naming those who can give a permission, or Full Access: nobody can give what they lack. */
export async function whoCanGive(app: Reading, wanted: Permission | "full-access"): Promise<string> {
  const named = await namesOf(
    app,
    (holder) => holds(holder, wanted) && allows(holder, "console-users:manage"),
  );
  return named ? `Ask one of these: ${named}.` : "Nobody can give it yet: ask whoever runs the server.";
}

/** The names of those who have a permission, or undefined where nobody has it. */
export function whoHolds(app: Reading, permission: Permission): Promise<string | undefined> {
  return namesOf(app, (holder) => allows(holder, permission));
}

async function namesOf(
  { db }: Reading,
  counts: (holder: PermissionHolder) => boolean,
): Promise<string | undefined> {
  const everyone = await db.consoleUser.findMany({
    where: active,
    orderBy: [{ fullAccess: "desc" }, { createdAt: "asc" }],
  });
  const those = everyone.filter((user) => counts(accessOf(user)));
  if (those.length === 0) return undefined;
  const named = those.slice(0, namedAtMost).map(nameOf);
  const others = those.length > named.length ? ` and ${those.length - named.length} more` : "";
  return `${named.join(", ")}${others}`;
}

function holds(holder: PermissionHolder, wanted: Permission | "full-access"): boolean {
  return wanted === "full-access" ? holder.fullAccess : allows(holder, wanted);
}
