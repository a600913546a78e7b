import type { WebContext } from "./web-context.ts";

export type PageHandler = (c: WebContext) => Response | Promise<Response>;
export type FormHandler = (c: WebContext, form: URLSearchParams) => Response | Promise<Response>;

/**
 * Who gets to a page, by GET and by POST: anyone; a signed-in User (`user`), if not by a sign-in link (`settings`); one
 * with an open Membership of the Account that the path, the query or the session names (`account`), or its Administrator. sessions/admission.ts sees to it;
 * the use cases ask again.
 */
export type Admits = "anyone" | "user" | "settings" | "account" | "administrator";

/** One address, and what is done there. A form is guarded by form-guards.ts without the route's doing. */
export interface Route {
  path: string;
  /** Without it, anyone. */
  admits?: Admits;
  get: PageHandler;
  post?: {
    /** Throws TooManyRequests, before anything of the body is read. */
    admit: (c: WebContext) => Promise<void>;
    answer: FormHandler;
    /** Shows the form again where its token is missing or out of date: nothing was done. */
    again?: FormHandler;
  };
}
