import { installTemplate } from "../../core/connectors/install-template.ts";
import { accountRoute, jsonObject, text } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";
import { cycleJson, showCycle } from "../cycles/cycle-json.ts";

const body = jsonObject({ Name: text.nullish(), Description: text.nullish() }).openapi(
  "TemplateInstallation",
);

export const installTemplateRoute = accountRoute(
  {
    method: "post",
    path: "/v1.0/templates/{id}/install",
    tag: "Templates",
    summary: "Install a template: a paused cycle of its steps",
    params: idInPath,
    body,
    bodyOptional: true,
    answer: cycleJson,
  },
  async ({ ctx, account, params, body }) => {
    const cycle = await installTemplate(ctx, {
      accountId: account.id,
      templateId: params.id,
      name: body.Name ?? undefined,
      description: body.Description ?? undefined,
    });
    return { body: showCycle(cycle) };
  },
);
