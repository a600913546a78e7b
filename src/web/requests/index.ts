import type { WebFeature } from "../http/web-feature.ts";
import { cancelRequestRoute, listRequestsRoute, readRequestRoute, retryRequestRoute } from "./requests.ts";

export const requestsWeb: WebFeature = {
  calls: [listRequestsRoute, readRequestRoute, retryRequestRoute, cancelRequestRoute],
};
