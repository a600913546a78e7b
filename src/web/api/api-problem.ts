import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What is wrong with a request before any use case sees it. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: ContentfulStatusCode;
  readonly headers: Record<string, string>;

  constructor(status: ContentfulStatusCode, sentence: string, headers: Record<string, string> = {}) {
    super(sentence);
    this.status = status;
    this.headers = headers;
  }
}

/** 401, with what RFC 6750 has the client told. */
export function unauthorized(sentence: string, error?: "invalid_token"): ApiProblem {
  const challenge = error ? `Bearer error="${error}"` : "Bearer";
  return new ApiProblem(401, sentence, { "WWW-Authenticate": challenge });
}
