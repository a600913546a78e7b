import { z } from "@hono/zod-openapi";
import { issueAccessToken } from "../../core/api-clients/issue-access-token.ts";
import { count } from "../http/rate-limits.ts";
import { openRoute } from "../http/api-route.ts";

// Further parameters are passed over, as RFC 6749 has it.
const form = z
  .object({
    grant_type: z.literal("client_credentials"),
    client_id: z.string(),
    client_secret: z.string(),
    scope: z.string().optional().openapi({ example: "account:acme" }),
  })
  .openapi("TokenRequest");

const answer = z
  .strictObject({
    access_token: z.string(),
    token_type: z.literal("bearer"),
    expires_in: z.int(),
    clientId: z.string(),
  })
  .openapi("Token");

export const token = openRoute(
  {
    method: "post",
    path: "/oauth/token",
    tag: "Tokens",
    summary:
      "Take an access token for client credentials; a scope account:{API ID} restricts it to that Account",
    form,
    answer,
  },
  async ({ c, body }) => {
    await count(c.var.limits.tokens, c.var.client);
    const issued = await issueAccessToken(c.var.app, {
      clientId: body.client_id,
      clientSecret: body.client_secret,
      scope: body.scope,
      from: c.var.client,
    });
    return {
      body: {
        access_token: issued.token,
        token_type: "bearer" as const,
        expires_in: issued.expiresInSeconds,
        clientId: issued.clientId,
      },
    };
  },
);
