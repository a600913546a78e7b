import type { App } from "../../context.ts";

const withoutOne = "Cyclr";

/** What the service is called on its pages and in its mails. */
export async function partnerName({ db }: Pick<App, "db">): Promise<string> {
  const partner = await db.partner.findUnique({ where: { id: 1 } });
  return partner?.serviceName ?? partner?.name ?? withoutOne;
}

/** The same in a statement. */
export const serviceNameText = `coalesce((SELECT coalesce("serviceName", "name") FROM "Partner" WHERE "id" = 1), '${withoutOne}')`;
