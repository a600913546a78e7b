import type { App } from "../context.ts";
import type { Connector } from "../generated/prisma/client.ts";
import { escapeLike } from "../kernel/text/escape-like.ts";
import { fold } from "../kernel/text/fold.ts";

/** Connectors of the library whose name or title contains the words, by name and version. */
export function searchConnectors({ db }: Pick<App, "db">, words: string, take: number): Promise<Connector[]> {
  const contains = escapeLike(fold(words));
  const where = contains
    ? { OR: [{ nameKey: { contains } }, { title: { contains, mode: "insensitive" as const } }] }
    : {};
  return db.connector.findMany({ where, orderBy: [{ nameKey: "asc" }, { version: "asc" }], take });
}

export function connectorLabel({ title, version }: Pick<Connector, "title" | "version">): string {
  return `${title} ${version}`;
}
