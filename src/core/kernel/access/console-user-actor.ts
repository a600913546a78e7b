import type { ConsoleUserActor, Surface } from "../../context.ts";
import type { ConsoleUser } from "../../generated/prisma/client.ts";
import { consolePermissions } from "./access.ts";

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

/** How a Console User is spoken of. */
export function nameOf(user: { firstName: string; lastName: string; email: string }): string {
  return `${user.firstName} ${user.lastName}`.trim() || user.email;
}
