import type { WebFeature } from "../http/web-feature.ts";
import { revokeToken } from "./revoke-token.ts";
import { token } from "./token.ts";

export const apiClients: WebFeature = {
  calls: [token, revokeToken],
};
