import { recordAudit } from "../kernel/audit/record-audit.ts";
import { findConnector, authentications, connectorProperty } from "../connectors/connector-values.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { fold } from "../kernel/text/fold.ts";
import { z } from "zod";
import { cycleSteps } from "../cycles/adjust-cycle.ts";

const name = z.string().trim().min(1, "Give it a name.").max(200, "Use at most 200 characters.");
const words = z.string().trim().max(2000, "Use at most 2000 characters.").default("");

const connector = z.strictObject({
  /** As in /v1.0/connectors/{name}/install. */
  name: z.string().regex(/^[\w.-]{1,100}$/, "Use letters, digits and . _ - only."),
  version: z.string().trim().min(1).max(50).default("1.0"),
  title: name,
  description: words,
  authentication: z.enum(authentications).default("none"),
  properties: z.array(connectorProperty).max(100).default([]),
});

const template = z.strictObject({
  name,
  description: words,
  steps: cycleSteps.default([]),
  /** Names of Connectors, of this file or of the library. */
  connectors: z.array(z.string()).max(100).default([]),
});

/** What a library file holds. Everything in it is found again by its name, so that it can be read in twice. */
export const libraryFile = z
  .strictObject({
    connectors: z.array(connector).default([]),
    templates: z.array(template).default([]),
  })
  .superRefine(({ connectors, templates }, check) => {
    twice(connectors.map((one) => `${fold(one.name)} ${one.version}`)).forEach((at) =>
      check.addIssue({ code: "custom", path: ["connectors", at, "name"], message: "is there twice" }),
    );
    twice(templates.map((one) => fold(one.name))).forEach((at) =>
      check.addIssue({ code: "custom", path: ["templates", at, "name"], message: "is there twice" }),
    );
  });

export type LibraryFile = z.infer<typeof libraryFile>;

function twice(keys: string[]): number[] {
  return keys.flatMap((key, at) => (keys.indexOf(key) < at ? [at] : []));
}

/** Everything that is wrong with a library file, a line each. */
export function libraryFaults({ issues }: z.ZodError): string[] {
  return issues.map(({ path, message }) => `${path.map(String).join(".") || "the file"}: ${message}`);
}

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
