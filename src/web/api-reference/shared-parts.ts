import type { ApiRoute } from "../http/api-route.ts";

const string = { type: "string" as const };
const whole = { type: "integer" as const };

/** Headers that many calls take. */
export const sharedParameters = {
  "X-Request-Id": {
    name: "X-Request-Id",
    in: "header" as const,
    description:
      "Your own name for this call: up to 100 letters, digits and _.:=+/-. The answer and the log have it. Without one it is made.",
    schema: { ...string, pattern: "^[\\w.:=+/-]{1,100}$", maxLength: 100 },
  },
  Prefer: {
    name: "Prefer",
    in: "header" as const,
    description:
      "RFC 7240. handling=strict has a field that the call does not know refused, instead of passed over; respond-async has people asked where they have to approve the call.",
    schema: string,
  },
  "If-None-Match": {
    name: "If-None-Match",
    in: "header" as const,
    description: "An ETag that you have: if it still stands, the answer is 304 without a body.",
    schema: string,
  },
  "If-Match": {
    name: "If-Match",
    in: "header" as const,
    description:
      "The ETag that you read. If the resource was changed since, the answer is 412 and nothing is done; no other change can come between.",
    schema: string,
  },
};

/** Headers that many answers have. */
export const sharedHeaders = {
  "X-Request-Id": { description: "Names the call: yours, or one that was made.", schema: string },
  ETag: { description: "Names the version that was answered: a strong validator.", schema: string },
  "Total-Pages": { description: "How many pages there are.", schema: { ...whole, minimum: 0 } },
  "Ignored-Fields": {
    description: "Fields that were passed over, 20 at most, percent-encoded and separated by commas.",
    schema: string,
  },
  "RateLimit-Policy": {
    description: "The limits that the call was counted against: q calls in w seconds.",
    schema: string,
  },
  RateLimit: { description: "How those limits stand: r calls are left, for t seconds.", schema: string },
  "Idempotency-Replayed": {
    description: "true: the call was done before under this Idempotency-Key.",
    schema: string,
  },
  Location: { description: "Where the request can be read, below this server.", schema: string },
  "Preference-Applied": { description: "respond-async", schema: string },
  "Retry-After": { description: "After how many seconds to try again.", schema: { ...whole, minimum: 1 } },
  "WWW-Authenticate": { description: "How to authenticate (RFC 6750, RFC 7617).", schema: string },
};

type HeaderName = keyof typeof sharedHeaders;

const headers = (names: HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** What a call takes besides its own parameters. */
export function parameters(route: ApiRoute, routes: readonly ApiRoute[]): { $ref: string }[] {
  const { method, path, hasVersions } = route;
  const isVersioned = routes.some((one) => one.hasVersions && one.path === path);
  const names: (keyof typeof sharedParameters)[] = ["X-Request-Id"];
  if (route.differs !== undefined || route.asks) names.push("Prefer");
  if (hasVersions) names.push("If-None-Match");
  if (isVersioned && (method === "put" || method === "delete")) names.push("If-Match");
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

/** Of a 202 too, with which people are asked. */
export function successHeaders(route: ApiRoute, status = route.status): Record<string, { $ref: string }> {
  const names: HeaderName[] = ["X-Request-Id"];
  if (route.level !== "open" && route.method !== "get") names.push("Idempotency-Replayed");
  if (status === 202) names.push("Location", "Preference-Applied");
  if (route.hasVersions) names.push("ETag");
  if (route.hasPages) names.push("Total-Pages");
  if (route.differs !== undefined) names.push("Ignored-Fields");
  if (route.isLimited) names.push("RateLimit-Policy", "RateLimit");
  return headers(names);
}

export function errorHeaders(status: number): Record<string, { $ref: string }> {
  const names: HeaderName[] = ["X-Request-Id"];
  if (status === 401) names.push("WWW-Authenticate");
  if (status === 429) names.push("Retry-After", "RateLimit-Policy", "RateLimit");
  if (status === 503) names.push("Retry-After");
  return headers(names);
}
