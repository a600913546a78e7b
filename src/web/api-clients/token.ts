import { z } from "@hono/zod-openapi";
import { issueAccessToken, TokenRefused } from "../../core/api-clients/issue-access-token.ts";
import { type ApiContext, ApiProblem } from "../http/api-errors.ts";
import { openRoute } from "../http/api-route.ts";
import { checkLimit, count } from "../http/rate-limits.ts";

// Further parameters are passed over, as RFC 6749 has it.
const form = z
  .object({
    grant_type: z.literal("client_credentials"),
    client_id: z.string().optional(),
    client_secret: z.string().optional(),
    scope: z.string().optional().openapi({ example: "account:acme" }),
  })
  .openapi("TokenRequest");

const answer = z
  .strictObject({
    access_token: z.string(),
    token_type: z.literal("bearer"),
    expires_in: z.int(),
    clientId: z.string(),
    ".issued": z.string().openapi({ example: "Mon, 30 Nov 2026 08:00:00 GMT" }),
    ".expires": z.string().openapi({ example: "Mon, 30 Nov 2026 09:00:00 GMT" }),
  })
  .openapi("Token");

export const token = openRoute(
  {
    method: "post",
    path: "/oauth/token",
    tag: "Tokens",
    vendor: true,
    summary:
      "Take an access token for client credentials, sent in the form or as Basic; a scope account:{API ID} restricts it to that Account",
    form,
    answer,
  },
  async ({ c, body }) => {
    const { limits, client: from, app } = c.var;
    const credentials = credentialsOf(c, body);
    await checkLimit(limits.wrongSecrets, from);
    if (isClientId(credentials.clientId)) await checkLimit(limits.tokens, credentials.clientId);
    const asked = { ...credentials, scope: body.scope, from };
    const issued = await issueAccessToken(app, asked).catch(async (error: unknown) => {
      const wrong = error instanceof TokenRefused && error.oauthError === "invalid_client";
      if (wrong) await count(limits.wrongSecrets, from);
      throw error;
    });
    await count(limits.tokens, issued.clientId);
    const now = app.clock();
    return {
      body: {
        access_token: issued.token,
        token_type: "bearer" as const,
        expires_in: issued.expiresInSeconds,
        clientId: issued.clientId,
        ".issued": now.toUTCString(),
        ".expires": new Date(now.getTime() + issued.expiresInSeconds * 1000).toUTCString(),
      },
    };
  },
);

const isClientId = (text: string) => /^[0-9a-f]{32}$/.test(text);

interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Of the header Authorization, or of the form. Throws 400 where they are in neither, or differ. */
function credentialsOf(c: ApiContext, body: z.output<typeof form>): Credentials {
  const basic = basicOf(c.req.header("authorization"));
  const clientId = body.client_id ?? basic?.clientId ?? missing("client_id");
  const clientSecret = body.client_secret ?? basic?.clientSecret ?? missing("client_secret");
  if (basic && (basic.clientId !== clientId || basic.clientSecret !== clientSecret))
    throw new ApiProblem(400, "Authorization: Send the credentials once, here or in the form.");
  return { clientId, clientSecret };
}

function missing(field: string): never {
  throw new ApiProblem(400, `${field}: This is missing.`, { field });
}

/** Both are encoded as in a form first (RFC 6749, 2.3.1); ours have nothing that would differ by it. */
function basicOf(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,2000}) *$/iu.exec(header ?? "")?.[1];
  if (!encoded) return undefined;
  const [clientId = "", ...rest] = Buffer.from(encoded, "base64").toString().split(":");
  return { clientId, clientSecret: rest.join(":") };
}
