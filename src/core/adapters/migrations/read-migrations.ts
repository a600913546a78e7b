import type { MigrationList } from "@prisma/schema-engine-wasm";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { SetupError } from "../../setup-error.ts";

export function migrationsFolder(root: string): string {
  return path.join(root, "prisma", "migrations");
}

/** The names of the migrations, the oldest first; a name begins with the time it was written at. */
export async function migrationNames(root: string): Promise<string[]> {
  const entries = await readdir(migrationsFolder(root), { withFileTypes: true }).catch(unlessMissing([]));
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** What Prisma's own command line hands to the engine: each folder's migration.sql, whatever else lies beside it. */
export async function readMigrations(root: string): Promise<MigrationList> {
  const baseDir = migrationsFolder(root);
  const names = await migrationNames(root);
  if (names.length === 0) throw new SetupError(`${baseDir} holds no migration.`);
  const lockfile = "migration_lock.toml";
  return {
    baseDir,
    lockfile: {
      path: lockfile,
      content: await readFile(path.join(baseDir, lockfile), "utf8").catch(unlessMissing(null)),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(path.join(baseDir, name, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}

export function unlessMissing<T>(fallback: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code !== "ENOENT") throw error;
    return fallback;
  };
}
