import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { App } from "../core/context.ts";
import type { DomainError } from "../core/errors.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { Site } from "./site.ts";

export interface WebEnv {
  /** What the Node server adds; absent where a request is made in process. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    app: App;
    site: Site;
    limits: RateLimits;
    /** Whom limits count: an IPv4 address, or the /64 of an IPv6 one. */
    client: string;
    /** Set by a handler that can show a use case's refusal in its own page. */
    showFault?: (fault: DomainError, status: ContentfulStatusCode) => Promise<Response>;
  };
}

export type WebContext = Context<WebEnv>;
