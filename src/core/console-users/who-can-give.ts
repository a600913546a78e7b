import type { App } from "../context.ts";
import { nameOf } from "./console-user-name.ts";
import { allows, consolePermissions, type Permission } from "./permission-grid.ts";

const namedAtMost = 5;

/** A sentence naming those who can give a permission: nobody can give what they lack. */
export async function whoCanGive(app: App, permission: Permission): Promise<string> {
  const everyone = await app.db.consoleUser.findMany({
    where: { removedAt: null },
    orderBy: [{ fullAccess: "desc" }, { createdAt: "asc" }],
  });
  const givers = everyone.filter((user) => {
    const holder = { fullAccess: user.fullAccess, permissions: consolePermissions.parse(user.permissions) };
    return allows(holder, permission) && allows(holder, "console-users:manage");
  });
  if (givers.length === 0) return "Nobody can give it yet: ask whoever runs the server.";
  const named = givers.slice(0, namedAtMost).map(nameOf);
  const others = givers.length > named.length ? ` and ${givers.length - named.length} more` : "";
  return `Ask one of these: ${named.join(", ")}${others}.`;
}
