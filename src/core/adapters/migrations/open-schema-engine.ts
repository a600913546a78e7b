import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

export interface SchemaFile {
  path: string;
  content: string;
}

// The compiler knows WebAssembly only together with the whole DOM.
interface WebAssembly {
  instantiate(
    wasm: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
}

let instance: Promise<void> | undefined;

/** Prisma's schema engine in WebAssembly: migrations without the binary that `prisma migrate` downloads. */
export async function openSchemaEngine(
  database: SqlMigrationAwareDriverAdapterFactory,
  schema: SchemaFile,
): Promise<bindings.SchemaEngine> {
  await (instance ??= instantiate());
  const adapter = bindMigrationAwareSqlAdapterFactory(database);
  return bindings.SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => undefined, adapter);
}

async function instantiate(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssembly };
  const { exports } = (await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": imports() })).instance;
  bindings.__wbg_set_wasm(exports);
  const start = exports["__wbindgen_start"];
  if (typeof start === "function") start();
}

// The engine never clears the timers that bound its waits: alone they would keep a finished process for ten seconds.
function imports(): Record<string, unknown> {
  const entries = Object.entries(bindings).map(([name, value]: [string, unknown]) => {
    if (!name.startsWith("__wbg_setTimeout_")) return [name, value];
    return [name, (run: () => void, ms: number) => setTimeout(run, ms).unref()];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}
