import { z } from "@hono/zod-openapi";
import { listTemplates } from "../../../core/templates/list-templates.ts";
import { accountRoute } from "../api-route.ts";
import { showTemplate, templateJson } from "../json/template-json.ts";
import { answerPage, pageQuery } from "../page-query.ts";

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
