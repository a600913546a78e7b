import { z } from "@hono/zod-openapi";
import { revokeAccessToken } from "../../core/api-clients/revoke-access-token.ts";
import { openRoute } from "../http/api-route.ts";
import { credentialFields, credentialsOf, limitWrong } from "./client-credentials.ts";

// Further parameters are passed over, as RFC 7009 has it.
const form = z.object({ token: z.string(), ...credentialFields }).openapi("TokenRevocation");

export const revokeToken = openRoute(
  {
    method: "post",
    path: "/oauth/revoke",
    tag: "Tokens",
    operationId: "revokeToken",
    summary:
      "Give back an access token, which ends at once; one that has ended, or is not the client's own, is no error",
    form,
    answer: z.strictObject({}),
  },
  async ({ c, body }) => {
    const credentials = { ...credentialsOf(c, body), from: c.var.client };
    await limitWrong(c, credentials.clientId, () =>
      revokeAccessToken(c.var.app, { ...credentials, token: body.token }),
    );
    return { body: {} };
  },
);
