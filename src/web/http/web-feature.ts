import type { ApiRoute } from "./api-route.ts";
import type { Route } from "./form-route.ts";

/** What a folder of `web` hands to the site, in its `index.ts`. */
export interface WebFeature {
  /** In this order: the first whose path fits answers. */
  pages?: Route[];
  /** Calls of the API. */
  calls?: ApiRoute[];
}
