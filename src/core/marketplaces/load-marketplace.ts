import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";

const include = {
  cards: {
    orderBy: { position: "asc" },
    include: {
      templates: {
        orderBy: [{ position: "asc" }, { templateId: "asc" }],
        include: { template: { include: { connectors: { include: { connector: true } } } } },
      },
    },
  },
} satisfies Prisma.MarketplaceInclude;

/** With its cards, their Templates, and the Connectors that those need. */
export type WholeMarketplace = Prisma.MarketplaceGetPayload<{ include: typeof include }>;
export type MarketplaceCardRow = WholeMarketplace["cards"][number];

/** The Marketplace with this number, whole. Throws not-found, at its field. */
export async function loadMarketplace(
  db: Database | Transaction,
  id: number,
  field = "marketplaceId",
): Promise<WholeMarketplace> {
  const marketplace = await db.marketplace.findUnique({ where: { id }, include });
  if (marketplace) return marketplace;
  throw new DomainError("not-found", "This Marketplace no longer exists. Choose another.", field);
}

/** The same, held as it is until the transaction ends. */
export async function lockMarketplace(tx: Transaction, id: number): Promise<WholeMarketplace> {
  await tx.$queryRaw`SELECT "id" FROM "Marketplace" WHERE "id" = ${id} FOR UPDATE`;
  return loadMarketplace(tx, id);
}
