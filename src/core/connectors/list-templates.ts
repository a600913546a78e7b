import { z } from "zod";
import { enterAccount } from "../kernel/levels/work-in-account.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { DomainError } from "../kernel/errors.ts";
import { fold } from "../kernel/text/fold.ts";
import { type Order, type Page, type PageInput, readPage } from "../kernel/text/page.ts";

const include = {
  connectors: {
    include: { connector: { select: { number: true, name: true, version: true } } },
    orderBy: { connector: { nameKey: "asc" } },
  },
} as const satisfies Prisma.TemplateInclude;

export type ListedTemplate = Prisma.TemplateGetPayload<{ include: typeof include }>;

/** The Account for which somebody looks; undefined for an application that names none. */
interface Looking {
  accountId: string | undefined;
}

interface TemplatesAsked extends PageInput, Looking {
  order?: Order<"nameKey" | "id">;
  connectorName?: string | undefined;
  connectorVersion?: string | undefined;
  /** Nothing has a tag here, so that none is found by one. */
  tag?: string | undefined;
}

/** What can be installed into an Account, by name. Throws forbidden. */
export async function listTemplates(
  ctx: Context<AccountActor>,
  { accountId, order = { by: "nameKey", direction: "asc" }, ...asked }: TemplatesAsked,
): Promise<Page<ListedTemplate>> {
  if (accountId) await enterAccount(ctx, { accountId, attempted: "list-templates" });
  const where = filtered(asked);
  const { by, direction } = order;
  const orderBy = by === "id" ? [{ id: direction }] : [{ nameKey: direction }, { id: direction }];
  return readPage(
    asked,
    () => ctx.db.template.count({ where }),
    (part) => ctx.db.template.findMany({ where, orderBy, include, ...part }),
  );
}

function filtered({
  connectorName,
  connectorVersion,
  tag,
}: Partial<TemplatesAsked>): Prisma.TemplateWhereInput {
  if (tag) return { id: { in: [] } };
  const connector = {
    ...(connectorName && { nameKey: fold(connectorName) }),
    ...(connectorVersion && { version: connectorVersion }),
  };
  return Object.keys(connector).length > 0 ? { connectors: { some: { connector } } } : {};
}

/** One Template. Throws forbidden and not-found. */
export async function readTemplate(
  ctx: Context<AccountActor>,
  { accountId, templateId }: { templateId: string } & Looking,
): Promise<ListedTemplate> {
  if (accountId) await enterAccount(ctx, { accountId, attempted: "read-template" });
  const id = z.uuid().safeParse(templateId).data;
  const template = id ? await ctx.db.template.findUnique({ where: { id }, include }) : null;
  if (template) return template;
  throw new DomainError("not-found", "There is no template with this id.");
}
