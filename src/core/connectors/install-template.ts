import { z } from "zod";
import { workInAccount } from "../kernel/levels/work-in-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import type { AccountActor, Context } from "../context.ts";
import { cycleDescription, cycleName, stepsOf } from "../cycles/adjust-cycle.ts";
import { recordCycleEvent } from "../cycles/record-cycle-event.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Cycle, Template } from "../generated/prisma/client.ts";
import type { After } from "../kernel/outbox/transact.ts";

export const installTemplateInput = z.object({
  accountId: z.uuid(),
  templateId: z.string(),
  /** What the Cycle is called, where it is not called as the Template. */
  name: cycleName.optional(),
  description: cycleDescription.optional(),
});

/** Installs a Template into an Account: a Cycle of its steps, paused. Throws forbidden and not-found. */
export async function installTemplate(
  ctx: Context<AccountActor>,
  given: z.input<typeof installTemplateInput>,
): Promise<Cycle> {
  const input = checkInput(installTemplateInput, given);
  const attempt = { accountId: input.accountId, attempted: "install-template" };
  return workInAccount(ctx, attempt, (tx, _account, after) => install(ctx, tx, after, input));
}

/** In a transaction that holds the Account. */
export async function install(
  ctx: Context<AccountActor>,
  tx: Transaction,
  after: After,
  { accountId, templateId, name, description }: z.output<typeof installTemplateInput>,
): Promise<Cycle> {
  const template = await loadTemplate(tx, templateId);
  const cycle = await tx.cycle.create({
    data: {
      accountId,
      templateId: template.id,
      name: name ?? template.name,
      description: description ?? template.description,
      steps: stepsOf(template),
      createdAt: ctx.clock(),
    },
  });
  await recordCycleEvent(tx, after, ctx, { cycle, status: "installed" });
  await recordAudit(tx, ctx, {
    action: "template-installed",
    subject: { kind: "cycle", id: cycle.id, name: cycle.name },
    accountId,
    after: { template: template.name, name: cycle.name },
  });
  return cycle;
}

async function loadTemplate(tx: Transaction, templateId: string): Promise<Template> {
  const id = z.uuid().safeParse(templateId).data;
  const template = id ? await tx.template.findUnique({ where: { id } }) : null;
  if (template) return template;
  throw new DomainError("not-found", "There is no template with this id.");
}

interface UsedConnector {
  number: number;
  name: string;
  version: string;
  /** The number of the Account's own; null where it has none. */
  installed: number | null;
}

/** The Connectors of a Template, with those of them that the Account has. */
export async function templateConnectors(
  { db }: Pick<Context, "db">,
  { accountId, templateId }: { accountId: string; templateId: string },
): Promise<UsedConnector[]> {
  const used = await db.connector.findMany({
    where: { templates: { some: { templateId } } },
    orderBy: [{ nameKey: "asc" }, { version: "asc" }],
    include: { installed: { where: { accountId }, orderBy: { number: "asc" }, take: 1 } },
  });
  return used.map(({ number, name, version, installed }) => ({
    number,
    name,
    version,
    installed: installed[0]?.number ?? null,
  }));
}
