import { loadBrand } from "../../core/kernel/names/brand.ts";
import type { WebContext } from "./web-context.ts";

/** Whose pages they are: read anew, and kept, with colour and logo, for the pages that must do without the database. */
export async function ownerName(c: WebContext): Promise<string> {
  const brand = await loadBrand(c.var.app);
  c.var.site.owner = brand;
  return brand.name;
}
