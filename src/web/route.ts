import type { WebContext } from "./web-context.ts";

export type PageHandler = (c: WebContext) => Response | Promise<Response>;
export type FormHandler = (c: WebContext, form: URLSearchParams) => Response | Promise<Response>;

/** One address, and what is done there. A form is guarded by form-guards.ts without the route's doing. */
export interface Route {
  path: string;
  get: PageHandler;
  post?: {
    /** Throws TooManyRequests, before anything of the body is read. */
    admit: (c: WebContext) => Promise<void>;
    answer: FormHandler;
    /** Shows the form again where its token is missing or out of date: nothing was done. */
    again?: FormHandler;
  };
}
