import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { DomainErrorCode } from "../core/errors.ts";

/** The one mapping from what went wrong to an HTTP status. */
export const statusOf = {
  invalid: 422,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  expired: 410,
} as const satisfies Record<DomainErrorCode, ContentfulStatusCode>;
