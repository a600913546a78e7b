import { enterAccount } from "../kernel/levels/work-in-account.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { type Page, type PageInput, readPage } from "../kernel/text/page.ts";

const include = {
  connectors: {
    include: { connector: { select: { name: true, version: true } } },
    orderBy: { connector: { nameKey: "asc" } },
  },
} as const satisfies Prisma.TemplateInclude;

export type ListedTemplate = Prisma.TemplateGetPayload<{ include: typeof include }>;

/** What can be installed into an Account, by name. Throws forbidden. */
export async function listTemplates(
  ctx: Context<AccountActor>,
  { accountId, ...page }: { accountId: string } & PageInput,
): Promise<Page<ListedTemplate>> {
  await enterAccount(ctx, { accountId, attempted: "list-templates" });
  return readPage(
    page,
    () => ctx.db.template.count(),
    (part) => ctx.db.template.findMany({ orderBy: [{ nameKey: "asc" }, { id: "asc" }], include, ...part }),
  );
}
