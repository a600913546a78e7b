import process from "node:process";
import { defineConfig } from "prisma/config";

// generate, validate and format never run this binary; the check only wants a file that exists,
// and without one Prisma would try to download it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
