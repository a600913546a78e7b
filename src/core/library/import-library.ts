import { recordAudit } from "../audit/record-audit.ts";
import { findConnector } from "../connectors/find-connector.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { fold } from "../text/fold.ts";
import type { LibraryFile } from "./library-file.ts";

export interface Imported {
  connectors: { added: number; changed: number };
  templates: { added: number; changed: number };
}

/**
 * Takes Connectors and Templates into the library, in one transaction. What is there under the same name is changed; what
 * the file does not speak of stays. Throws not-found where a Template names a Connector that nobody knows.
 */
export function importLibrary(
  ctx: Pick<Context, "db" | "clock" | "actor">,
  { connectors, templates }: LibraryFile,
): Promise<Imported> {
  return ctx.db.$transaction(async (tx) => {
    const imported: Imported = {
      connectors: { added: 0, changed: 0 },
      templates: { added: 0, changed: 0 },
    };
    for (const one of connectors) imported.connectors[await takeConnector(tx, one)] += 1;
    for (const one of templates) imported.templates[await takeTemplate(tx, one)] += 1;
    await recordAudit(tx, ctx, {
      action: "library-imported",
      subject: { kind: "library", name: "the library" },
      after: { connectors: connectors.length, templates: templates.length },
    });
    return imported;
  });
}

type Taken = "added" | "changed";

async function takeConnector(tx: Transaction, given: LibraryFile["connectors"][number]): Promise<Taken> {
  const { name, version, ...rest } = given;
  const key = { nameKey: fold(name), version };
  const known = await tx.connector.findUnique({ where: { nameKey_version: key }, select: { id: true } });
  if (known) await tx.connector.update({ where: { id: known.id }, data: { name, ...rest } });
  else await tx.connector.create({ data: { name, ...key, ...rest } });
  return known ? "changed" : "added";
}

async function takeTemplate(tx: Transaction, given: LibraryFile["templates"][number]): Promise<Taken> {
  const { name, description, steps, connectors } = given;
  const nameKey = fold(name);
  const data = { name, nameKey, description, steps };
  const connectorIds = await idsOf(tx, name, connectors);
  const known = await tx.template.findFirst({ where: { nameKey }, select: { id: true } });
  const { id } = known
    ? await tx.template.update({ where: { id: known.id }, data })
    : await tx.template.create({ data });
  await tx.templateConnector.deleteMany({ where: { templateId: id } });
  await tx.templateConnector.createMany({
    data: connectorIds.map((connectorId) => ({ templateId: id, connectorId })),
  });
  return known ? "changed" : "added";
}

async function idsOf(tx: Transaction, template: string, names: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const known = await tx.connector.count({ where: { nameKey: fold(name) } });
    if (known === 0)
      throw new DomainError(
        "not-found",
        `The template “${template}” needs “${name}”, which is no connector.`,
      );
    ids.push((await findConnector(tx, { name })).id);
  }
  return [...new Set(ids)];
}
