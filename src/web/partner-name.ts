import type { App } from "../core/context.ts";

/** Whose site this is. */
export async function partnerName(app: App): Promise<string> {
  const partner = await app.db.partner.findUnique({ where: { id: 1 } });
  return partner?.name ?? "Cyclr";
}
