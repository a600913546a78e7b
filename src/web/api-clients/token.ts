import { z } from "@hono/zod-openapi";
import { issueAccessToken } from "../../core/api-clients/issue-access-token.ts";
import { noteLimit } from "../http/api-errors.ts";
import { openRoute } from "../http/api-route.ts";
import { counted } from "../http/rate-limits.ts";
import { credentialFields, credentialsOf, isClientId, limitWrong } from "./client-credentials.ts";

// Further parameters are passed over, as RFC 6749 has it.
const form = z
  .object({
    grant_type: z.literal("client_credentials"),
    ...credentialFields,
    scope: z.string().optional().openapi({ example: "account:acme users:edit" }),
  })
  .openapi("TokenRequest");

const answer = z
  .strictObject({
    access_token: z.string(),
    token_type: z.literal("bearer"),
    expires_in: z.int(),
    clientId: z.string(),
    scope: z.string().openapi({ example: "account:acme users:edit" }),
    ".issued": z.string().openapi({ example: "Mon, 30 Nov 2026 08:00:00 GMT" }),
    ".expires": z.string().openapi({ example: "Mon, 30 Nov 2026 09:00:00 GMT" }),
  })
  .openapi("Token");

export const token = openRoute(
  {
    method: "post",
    path: "/oauth/token",
    tag: "Tokens",
    operationId: "issueToken",
    limited: true,
    vendor: true,
    summary:
      "Take an access token for client credentials, sent in the form or as Basic; a scope account:{API ID} restricts it to that Account, and one such as users:edit accounts:view to these permissions",
    form,
    answer,
  },
  async ({ c, body }) => {
    const { limits, app } = c.var;
    const credentials = credentialsOf(c, body);
    const { clientId } = credentials;
    const issued = await limitWrong(
      c,
      clientId,
      () => issueAccessToken(app, { ...credentials, scope: body.scope, from: c.var.client }),
      isClientId(clientId) ? [[limits.tokens, clientId]] : [],
    );
    noteLimit(c, await counted(limits.tokens, issued.clientId));
    const now = app.clock();
    return {
      body: {
        access_token: issued.token,
        token_type: "bearer" as const,
        expires_in: issued.expiresInSeconds,
        clientId: issued.clientId,
        scope: issued.scope,
        ".issued": now.toUTCString(),
        ".expires": new Date(now.getTime() + issued.expiresInSeconds * 1000).toUTCString(),
      },
    };
  },
);
