import { z } from "@hono/zod-openapi";
import type { ListedTemplate } from "../../../core/templates/list-templates.ts";

export const templateJson = z
  .strictObject({
    Id: z.uuid(),
    Name: z.string(),
    Description: z.string(),
    Connectors: z.array(z.strictObject({ Name: z.string(), Version: z.string() })),
  })
  .openapi("Template");

export function showTemplate({
  id,
  name,
  description,
  connectors,
}: ListedTemplate): z.input<typeof templateJson> {
  const asked = connectors.map(({ connector }) => ({ Name: connector.name, Version: connector.version }));
  return { Id: id, Name: name, Description: description, Connectors: asked };
}
