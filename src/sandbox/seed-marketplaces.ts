import { readFile } from "node:fs/promises";
import path from "node:path";
import { findProjectRoot } from "../core/adapters/migrations/find-project-root.ts";
import type { Database } from "../core/database.ts";
import { systemActor } from "../core/audit/system-actor.ts";
import { importLibrary } from "../core/library/import-library.ts";
import { libraryFile } from "../core/library/library-file.ts";
import { fold } from "../core/text/fold.ts";

const marketplaces: Record<string, Record<string, string[]>> = {
  "Retail integrations": {
    "Accounting, done": ["Orders to invoices", "Payments reconciled"],
    Newsletter: ["Customers to a mailing list"],
  },
  Warehouse: { "Stock in the shop": ["Stock every night"] },
};

/** The library of library.example.json, and two Marketplaces of its Templates. */
export async function seedMarketplaces(db: Database): Promise<void> {
  const file = path.join(findProjectRoot(), "library.example.json");
  const library = libraryFile.parse(JSON.parse(await readFile(file, "utf8")));
  await importLibrary({ db, clock: () => new Date(), actor: systemActor }, library);
  for (const [name, cards] of Object.entries(marketplaces)) {
    const { id: marketplaceId } = await db.marketplace.create({ data: { name, nameKey: fold(name) } });
    for (const [at, [title, templates]] of Object.entries(cards).entries())
      await seedCard(db, { marketplaceId, position: at + 1, title }, templates);
  }
}

async function seedCard(
  db: Database,
  card: { marketplaceId: number; position: number; title: string },
  names: string[],
): Promise<void> {
  const templates = await Promise.all(
    names.map((name) => db.template.findFirstOrThrow({ where: { nameKey: fold(name) } })),
  );
  await db.marketplaceCard.create({
    data: {
      ...card,
      templates: { create: templates.map(({ id }, position) => ({ templateId: id, position })) },
    },
  });
}
