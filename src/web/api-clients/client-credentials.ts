import { z } from "@hono/zod-openapi";
import { TokenRefused } from "../../core/api-clients/token-refused.ts";
import { type ApiContext, ApiProblem, noteLimit } from "../http/api-errors.ts";
import { checkLimits, count, counted } from "../http/rate-limits.ts";

/** A client's credentials in a form; they may come as Basic instead. */
export const credentialFields = {
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
};

const credentialForm = z.object(credentialFields);

/**
 * Lets nobody guess: what has wrong credentials counts against where it comes from, for that client ID; behind one address
 * may be several applications, one of them with an old secret. All client IDs together count more widely. Throws
 * TooManyRequests, for `more` limits that stand before it too.
 */
export async function limitWrong<Result>(
  c: ApiContext,
  clientId: string,
  work: () => Promise<Result>,
  more: Parameters<typeof checkLimits> = [],
): Promise<Result> {
  const { limits, client } = c.var;
  const ofClientId = `${isClientId(clientId) ? clientId : "none"}.${client}`;
  await checkLimits(...more, [limits.wrongSecrets, ofClientId], [limits.wrongSecretsOfClient, client]);
  return work().catch(async (error: unknown) => {
    const wrong = error instanceof TokenRefused && error.oauthError === "invalid_client";
    if (wrong) {
      await count(limits.wrongSecretsOfClient, client);
      noteLimit(c, await counted(limits.wrongSecrets, ofClientId));
    }
    throw error;
  });
}

/** What a client ID looks like; nothing else is looked for. */
export const isClientId = (text: string) => /^[0-9a-f]{32}$/.test(text);

export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Of the header Authorization, or of the form. Throws 400 where they are in neither, or differ. */
export function credentialsOf(c: ApiContext, body: z.output<typeof credentialForm>): Credentials {
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
