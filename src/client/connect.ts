import type { RequestOpts } from "@oazapfts/runtime";
import { issueToken } from "./generated.ts";

export interface Credentials {
  /** Where the server is, as in https://access.partner.example. */
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** `account:{API ID}` restricts the token to that Account. */
  scope?: string;
  fetch?: typeof fetch;
}

/** A new token is taken so long before the old one ends. */
const earlyMs = 60_000;

/**
 * What every call of the client takes as its last argument. It takes an access token when the first call is made, and another
 * one before that ends, or where it was revoked. Throws TokenRefused.
 */
export function connect(credentials: Credentials): Required<Pick<RequestOpts, "baseUrl" | "fetch">> {
  const { baseUrl, fetch: send = fetch } = credentials;
  let taken: Promise<Taken> | undefined;
  const renew = (): Promise<Taken> => {
    const next = take(credentials);
    // What failed is tried again by the next call.
    next.catch(() => {
      if (taken === next) taken = undefined;
    });
    taken = next;
    return next;
  };
  const token = async (): Promise<Taken> => {
    const asked = taken;
    const known = await (asked ?? renew());
    if (known.renewAt > Date.now()) return known;
    // Of several that see it end the first asks, and the others wait for that.
    return taken === asked || !taken ? renew() : taken;
  };
  return {
    baseUrl,
    async fetch(url, init) {
      const first = await token();
      const answer = await send(url, authorized(init, first));
      if (answer.status !== 401 || !isRefused(answer)) return answer;
      // Nothing was done: the token was refused before anything else was looked at.
      const next = await token();
      return send(url, authorized(init, next === first ? await renew() : next));
    },
  };
}

interface Taken {
  token: string;
  renewAt: number;
}

async function take({
  baseUrl,
  clientId,
  clientSecret,
  scope,
  fetch: send = fetch,
}: Credentials): Promise<Taken> {
  const form = {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    ...(scope !== undefined && { scope }),
  } as const;
  const { status, data, headers } = await issueToken(form, {}, { baseUrl, fetch: send });
  if (status !== 200) throw new TokenRefused(status, data.Message, headers);
  return { token: data.access_token, renewAt: Date.now() + data.expires_in * 1000 - earlyMs };
}

/** The server gave no access token. */
export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
  readonly status: number;
  readonly headers: Headers;

  constructor(status: number, message: string, headers: Headers) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

const isRefused = ({ headers }: Response) => headers.get("www-authenticate")?.includes("invalid_token");

function authorized(init: RequestInit | undefined, { token }: Taken): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return { ...init, headers };
}
