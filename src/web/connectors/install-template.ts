import { z } from "@hono/zod-openapi";
import { installTemplate, templateConnectors } from "../../core/connectors/install-template.ts";
import { accountRoute } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";
import { jsonObject, text } from "../http/json-schemas.ts";
import { cycleJson, showCycle } from "../cycles/cycle-json.ts";

const body = jsonObject({ Name: text.nullish(), Description: text.nullish() }).openapi(
  "TemplateInstallation",
);

// Not `extend`: the document would ask for a Cycle and nothing else, and for more.
const installedJson = z
  .strictObject({
    ...cycleJson.shape,
    Connectors: z.array(
      z.strictObject({
        Id: z.int(),
        Name: z.string(),
        Version: z.string(),
        /** Null where the Account has none installed yet. */
        AccountConnectorId: z.int().nullable(),
      }),
    ),
  })
  .openapi("InstalledTemplate");

export const installTemplateRoute = accountRoute(
  {
    method: "post",
    path: "/v1.0/templates/{id}/install",
    tag: "Templates",
    needs: "marketplaces:edit",
    vendor: { differs: "installs no connector: one that the Account lacks has a null AccountConnectorId" },
    summary: "Install a template: a paused cycle of its steps",
    params: idInPath,
    body,
    bodyOptional: true,
    answer: installedJson,
  },
  async ({ ctx, account, params, body }) => {
    const cycle = await installTemplate(ctx, {
      accountId: account.id,
      templateId: params.id,
      name: body.Name ?? undefined,
      description: body.Description ?? undefined,
    });
    const used = await templateConnectors(ctx, { accountId: account.id, templateId: params.id });
    const Connectors = used.map(({ number, name, version, installed }) => ({
      Id: number,
      Name: name,
      Version: version,
      AccountConnectorId: installed,
    }));
    return { body: { ...showCycle(cycle), Connectors } };
  },
);
