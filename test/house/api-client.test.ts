import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateSource } from "oazapfts";
import { expect, test } from "vitest";
import { apiDocument } from "../../src/web/api-reference/api-document.ts";
import { apiRoutes } from "../../src/web/features.ts";
import { createSite } from "../../src/web/http/web-context.ts";

const file = path.resolve(import.meta.dirname, "../../src/client/generated.ts");

/** The client that is shipped as `cyclr-access/client`; `npm run record-api` brings it up to date. */
test("the client is what the generator makes of the document", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "api-client-"));
  try {
    const document = path.join(folder, "openapi.json");
    await writeFile(
      document,
      JSON.stringify(apiDocument(apiRoutes, createSite("https://access.partner.example"))),
    );
    await expect(await generateSource(document, {})).toMatchFileSnapshot(file);
  } finally {
    await rm(folder, { recursive: true });
  }
});
