import type { Feature } from "../feature.ts";
import { createApiClientRequest } from "./create-api-client.ts";
import { revokeApiClientRequest } from "./revoke-api-client.ts";
import { sweepAccessTokens } from "./sweep-access-tokens.ts";

export const apiClients: Feature = {
  requests: [createApiClientRequest, revokeApiClientRequest],
  sweeps: [sweepAccessTokens],
};
