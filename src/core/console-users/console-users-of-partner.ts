import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { type Permission, readPermissions } from "../kernel/access/access.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { DomainError } from "../kernel/errors.ts";
import { permissionsInput } from "./set-permissions.ts";

/** One Console User, who was not removed. Throws forbidden and not-found. */
export async function readPartnerConsoleUser(
  ctx: Context<ConsoleUserActor>,
  id: string,
): Promise<ConsoleUser> {
  await requirePermission(ctx, "console-users:view", "console-users");
  const known = z.uuid().safeParse(id).success;
  const user = known && (await ctx.db.consoleUser.findUnique({ where: { id } }));
  if (user && !user.removedAt) return user;
  throw new DomainError("not-found", "There is no Console User with this Id.");
}

interface Wanted {
  fullAccess: boolean;
  permissions: Permission[];
}

/** What gives a Console User these permissions in place of what they have now. */
export const permissionsWanted = (user: ConsoleUser, { fullAccess, permissions }: Wanted) =>
  permissionsInput(user, { fullAccess, permissions: readPermissions(permissions.join(",")) });
