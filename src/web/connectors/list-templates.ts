import { z } from "@hono/zod-openapi";
import { type ListedTemplate, listTemplates, readTemplate } from "../../core/connectors/list-templates.ts";
import { answerPage, listQuery, readList } from "../http/api-list.ts";
import { sharedRoute } from "../http/api-route.ts";
import { flag, jsonObject, text } from "../http/json-schemas.ts";
import { idInPath } from "../http/id-in-path.ts";

const templateJson = z
  .strictObject({
    Id: z.uuid(),
    Name: z.string(),
    Description: z.string(),
    Icon: z.string().nullable(),
    Tags: z.array(z.string()),
    Connectors: z.array(z.strictObject({ Id: z.int(), Name: z.string(), Version: z.string() })),
  })
  .openapi("Template");

function showTemplate({ id, name, description, connectors }: ListedTemplate): z.input<typeof templateJson> {
  const asked = connectors.map(({ connector: { number, name, version } }) => ({
    Id: number,
    Name: name,
    Version: version,
  }));
  // The library has neither pictures nor tags.
  return { Id: id, Name: name, Description: description, Icon: null, Tags: [], Connectors: asked };
}

const included = {
  includeIcons: flag.optional(),
  includePrerequisites: flag.optional(),
  includeOptional: flag.optional(),
};

export const listTemplatesRoute = sharedRoute(
  {
    method: "get",
    path: "/v1.0/templates",
    tag: "Templates",
    needs: "templates:view",
    vendor: { differs: "Tags is always empty and Icon null: the library has neither" },
    summary: "The templates that can be installed",
    query: listQuery({
      ...included,
      connectorName: text.optional(),
      connectorVersion: text.optional(),
      tag: text.optional(),
    }),
    answer: z.array(templateJson),
  },
  async (call) => {
    const { ctx, account, query } = call;
    const asked = readList(call, { name: "nameKey", id: "id" });
    const { connectorName, connectorVersion, tag } = query;
    const filter = { connectorName, connectorVersion, tag };
    const page = await listTemplates(ctx, { accountId: account?.id, ...filter, ...asked });
    return answerPage(page, showTemplate);
  },
);

export const readTemplateRoute = sharedRoute(
  {
    method: "get",
    path: "/v1.0/templates/{id}",
    tag: "Templates",
    needs: "templates:view",
    vendor: { differs: "Tags is always empty and Icon null: the library has neither" },
    summary: "One template",
    params: idInPath,
    query: jsonObject(included),
    answer: templateJson,
  },
  async ({ ctx, account, params }) => ({
    body: showTemplate(await readTemplate(ctx, { accountId: account?.id, templateId: params.id })),
  }),
);
