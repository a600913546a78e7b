import type { App } from "../context.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";

/** Everybody who is a Console User now, by their address. */
export function listConsoleUsers({ db }: Pick<App, "db">): Promise<ConsoleUser[]> {
  return db.consoleUser.findMany({ where: { removedAt: null }, orderBy: { emailKey: "asc" } });
}
