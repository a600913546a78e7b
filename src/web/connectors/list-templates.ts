import { z } from "@hono/zod-openapi";
import { listTemplates, type ListedTemplate } from "../../core/connectors/list-templates.ts";
import { accountRoute, answerPage, pageQuery } from "../http/api-route.ts";

const templateJson = z
  .strictObject({
    Id: z.uuid(),
    Name: z.string(),
    Description: z.string(),
    Connectors: z.array(z.strictObject({ Name: z.string(), Version: z.string() })),
  })
  .openapi("Template");

function showTemplate({ id, name, description, connectors }: ListedTemplate): z.input<typeof templateJson> {
  const asked = connectors.map(({ connector }) => ({ Name: connector.name, Version: connector.version }));
  return { Id: id, Name: name, Description: description, Connectors: asked };
}

export const listTemplatesRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/templates",
    tag: "Templates",
    summary: "The templates that can be installed",
    query: pageQuery,
    answer: z.array(templateJson),
  },
  async ({ ctx, account, query }) =>
    answerPage(await listTemplates(ctx, { accountId: account.id, ...query }), showTemplate),
);
