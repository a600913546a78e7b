import type { App } from "../../context.ts";
import { ownColour } from "./brand-colour.ts";

const withoutOne = "Cyclr";

/** Under whose name, in which colour and with which picture pages and mails go out. */
export interface Brand {
  /** What the service is called. */
  name: string;
  /** As #rrggbb. */
  colour: string;
  /** The name of the Logo; null: the first letter of the name stands for it. */
  logo: string | null;
}

/** The Partner's, with what counts where nothing is set. */
export async function loadBrand({ db }: Pick<App, "db">): Promise<Brand> {
  const partner = await db.partner.findUnique({
    where: { id: 1 },
    select: { name: true, serviceName: true, brandColour: true, logo: true },
  });
  return {
    name: partner?.serviceName ?? partner?.name ?? withoutOne,
    colour: partner?.brandColour ?? ownColour,
    logo: partner?.logo ?? null,
  };
}

/** What a mail shows of it. */
export type MailBrand = Pick<Brand, "name" | "colour">;

/** The name alone. */
export const partnerName = async (app: Pick<App, "db">): Promise<string> => (await loadBrand(app)).name;

const ofPartner = (expression: string, otherwise: string) =>
  `coalesce((SELECT ${expression} FROM "Partner" WHERE "id" = 1), '${otherwise}')`;

/** Name and colour in a statement. */
export const brandColumns = `${ofPartner('coalesce("serviceName", "name")', withoutOne)} AS "partnerName",
      ${ofPartner('"brandColour"', ownColour)} AS "brandColour"`;

/** What the name of a Logo tells of it. */
export interface LogoFacts {
  type: string;
  width: number;
  height: number;
}

/** Undefined where that is no name of a Logo. */
export function logoFacts(name: string): LogoFacts | undefined {
  const [, width, height, type] = /^[0-9a-f]{32}-(\d{1,4})x(\d{1,4})\.(png|jpeg|webp)$/u.exec(name) ?? [];
  return type === undefined ? undefined : { type, width: Number(width), height: Number(height) };
}
