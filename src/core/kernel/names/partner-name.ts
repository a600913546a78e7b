import type { App } from "../../context.ts";

/** What the service is called on its pages and in its mails. */
export async function partnerName({ db }: Pick<App, "db">): Promise<string> {
  const partner = await db.partner.findUnique({ where: { id: 1 } });
  return partner?.serviceName ?? partner?.name ?? "Cyclr";
}
