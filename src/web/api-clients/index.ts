import type { WebFeature } from "../http/web-feature.ts";
import { token } from "./token.ts";

export const apiClients: WebFeature = {
  calls: [token],
};
