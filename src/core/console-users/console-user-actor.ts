import type { ConsoleUserActor, Surface } from "../context.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { nameOf } from "./console-user-name.ts";
import { consolePermissions } from "./permission-grid.ts";

export function consoleUserActor(user: ConsoleUser, surface: Surface): ConsoleUserActor {
  return {
    kind: "console-user",
    id: user.id,
    name: nameOf(user),
    chatUserId: user.chatUserId,
    fullAccess: user.fullAccess,
    permissions: consolePermissions.parse(user.permissions),
    timeZone: user.timeZone,
    surface,
  };
}
