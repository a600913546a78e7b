import { shorten } from "../kernel/text/mrkdwn.ts";
import type { App } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Template } from "../generated/prisma/client.ts";
import { escapeLike } from "../kernel/text/escape-like.ts";
import { fold } from "../kernel/text/fold.ts";

const listedAtMost = 10;

/** The one Template that the words name. Throws not-found and conflict. */
export async function findTemplate(
  app: Pick<App, "db">,
  words: string,
  field = "templateIds",
): Promise<Template> {
  const exact = await app.db.template.findFirst({ where: { nameKey: fold(words) } });
  if (exact) return exact;
  const near = await searchTemplates(app, words, listedAtMost);
  const [only, ...others] = near;
  if (only && others.length === 0) return only;
  if (!only) throw new DomainError("not-found", `No template is called “${shorten(words, 80)}”.`, field);
  const lead = `Several templates have “${shorten(words, 80)}” in their names. Say which:`;
  throw new DomainError("conflict", [lead, ...near.map(({ name }) => `• ${name}`)].join("\n"), field);
}

/** Templates whose name contains the words, by name. */
export function searchTemplates({ db }: Pick<App, "db">, words: string, take: number): Promise<Template[]> {
  const contains = escapeLike(fold(words));
  return db.template.findMany({
    where: contains ? { nameKey: { contains } } : {},
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take,
  });
}
