import { z } from "@hono/zod-openapi";
import { jsonObject, text } from "../json-object.ts";

/** The secrets of a connector as they are sent: sealed on arrival, and never answered. */
export const connectorValuesJson = {
  AuthenticationId: text.nullish(),
  AuthValue: text.nullish(),
  Properties: z.array(jsonObject({ Name: text, Value: text })).nullish(),
};

type Sent = z.output<z.ZodObject<typeof connectorValuesJson>>;

export function readConnectorValues({ AuthenticationId, AuthValue, Properties }: Sent) {
  return {
    authenticationId: AuthenticationId ?? undefined,
    authValue: AuthValue,
    properties: (Properties ?? []).map(({ Name, Value }) => ({ name: Name, value: Value })),
  };
}
