import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { App } from "../core/context.ts";
import type { DomainError } from "../core/errors.ts";
import type { OwnMembership } from "../core/memberships/require-level.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { SignedIn } from "./sessions/signed-in.ts";
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
    /** The browser's name, where form-token.ts has just given it one. */
    browser?: string;
    /** Set by admission.ts: who is signed in, and on an Account's page their Membership. */
    signedIn?: SignedIn;
    membership?: OwnMembership;
    /** Set by a handler that can show a use case's refusal in its own page. */
    showFault?: (fault: DomainError, status: ContentfulStatusCode) => Promise<Response>;
  };
}

export type WebContext = Context<WebEnv>;
