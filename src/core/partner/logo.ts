import { createHash } from "node:crypto";
import type { App, OperatorContext } from "../context.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { type LogoFacts, logoFacts } from "../kernel/names/brand.ts";
import { loadPartner } from "./partner-settings.ts";
import { readPicture } from "./read-picture.ts";

/** In octets. */
export const logoAtMost = 100 * 1024;
/** In pixels: it is drawn 36 high. */
const sideAtMost = 2000;
const sideAtLeast = 16;

/** The Partner's picture by its name, as long as that is the one that counts. */
export async function findLogo({ db }: Pick<App, "db">, name: string): Promise<Uint8Array | undefined> {
  const found = logoFacts(name) && (await db.logo.findUnique({ where: { name } }));
  return found?.bytes;
}

/** Puts a picture at the top of each page. Throws invalid, with what is wrong with it. */
export async function setLogo(ctx: OperatorContext, bytes: Buffer): Promise<LogoFacts> {
  if (bytes.length > logoAtMost)
    throw invalid(`It has ${Math.ceil(bytes.length / 1024)} KB. A logo has 100 KB at most.`);
  const picture = readPicture(bytes);
  if (!picture) throw invalid("It is no PNG, JPEG or WebP. Other kinds, SVG among them, are not taken.");
  const { type, width, height } = picture;
  const sides = [width, height];
  if (sides.some((side) => side < sideAtLeast || side > sideAtMost))
    throw invalid(
      `It has ${width} × ${height} pixels. Each side needs between ${sideAtLeast} and ${sideAtMost}.`,
    );
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  await replaceLogo(ctx, { name: `${digest}-${width}x${height}.${type}`, bytes });
  return picture;
}

/** The first letter of the name stands for it again. False where there was none. */
export const removeLogo = (ctx: OperatorContext): Promise<boolean> => replaceLogo(ctx, null);

async function replaceLogo(
  ctx: OperatorContext,
  given: { name: string; bytes: Buffer } | null,
): Promise<boolean> {
  return ctx.db.$transaction(async (tx: Transaction) => {
    await tx.$queryRaw`SELECT "id" FROM "Partner" WHERE "id" = 1 FOR UPDATE`;
    const { name, logo: before } = await loadPartner(tx);
    const logo = given?.name ?? null;
    if (logo === before) return false;
    await tx.logo.deleteMany();
    if (given) await tx.logo.create({ data: { name: given.name, bytes: Uint8Array.from(given.bytes) } });
    await tx.partner.update({ where: { id: 1 }, data: { logo } });
    await recordAudit(tx, ctx, {
      action: "settings-changed",
      subject: { kind: "partner", id: "1", name },
      before: { logo: before },
      after: { logo },
    });
    return true;
  });
}

const invalid = (sentence: string) => new DomainError("invalid", `This picture is not taken. ${sentence}`);
