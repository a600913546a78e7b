import { z } from "zod";
import type { CloudPace } from "../kernel/cloud/cloud-pace.ts";
import type { CloudSettings } from "../kernel/cloud/cloud-settings.ts";
import { cloudName } from "../kernel/cloud/cloud.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { failureOf, sendToCloud } from "./cloud-http.ts";

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().catch(60),
});

/** It is fetched anew so long before its end: a call may still wait for its turn. */
const marginMs = 60_000;

interface KeptToken {
  value: string;
  /** On this process's own count of time, which nobody sets. */
  until: number;
}

/** The access token of this process: fetched once for all who need it, and kept until shortly before its end. */
export function cloudToken(
  { apiUrl, clientId, clientSecret }: CloudSettings,
  { pace, timeoutMs }: { pace: CloudPace; timeoutMs: number },
) {
  let kept: KeptToken | undefined;
  let fetching: Promise<KeptToken> | undefined;

  async function fetchToken(): Promise<KeptToken> {
    await pace.turn("reading");
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const answer = await sendToCloud({
      url: new URL(`${apiUrl}/oauth/token`),
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
      timeoutMs,
    });
    if ([400, 401, 403].includes(answer.status))
      throw new ExternalError(`${cloudName} does not accept CYCLR_CLIENT_ID and CYCLR_CLIENT_SECRET.`, {
        retryable: false,
        reason: "credentials",
      });
    if (answer.status !== 200) throw failureOf(answer, [clientId, clientSecret]);
    return keptOf(answer.text);
  }

  return {
    async get(): Promise<string> {
      if (kept && performance.now() < kept.until) return kept.value;
      fetching ??= fetchToken().finally(() => {
        fetching = undefined;
      });
      kept = await fetching;
      return kept.value;
    },
    /** After a 401: unless another call has fetched a newer one already. */
    drop(value: string): void {
      if (kept?.value === value) kept = undefined;
    },
  };
}

function keptOf(text: string): KeptToken {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const read = tokenAnswer.safeParse(json);
  if (!read.success)
    throw new ExternalError(`${cloudName} answers /oauth/token in a form that is not known.`, {
      retryable: true,
      reason: "unknown-form",
    });
  const lifeMs = read.data.expires_in * 1000;
  // A token that lives shorter than the margin is used for half of its life.
  return {
    value: read.data.access_token,
    until: performance.now() + Math.max(lifeMs - marginMs, lifeMs / 2),
  };
}
