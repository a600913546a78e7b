import type { Feature } from "../feature.ts";
import { purposeOf, sweepIdempotentCalls } from "./answer-once.ts";
import { addClientSecretRequest } from "./add-client-secret.ts";
import { changeApiClientRequest } from "./change-api-client.ts";
import { createApiClientRequest } from "./create-api-client.ts";
import { revokeApiClientRequest } from "./revoke-api-client.ts";
import { revokeClientSecretRequest } from "./revoke-client-secret.ts";
import { sweepAccessTokens } from "./sweep-access-tokens.ts";

export const apiClients: Feature = {
  requests: [
    createApiClientRequest,
    changeApiClientRequest,
    revokeApiClientRequest,
    addClientSecretRequest,
    revokeClientSecretRequest,
  ],
  sweeps: [sweepAccessTokens, sweepIdempotentCalls],
  sealed: [{ table: "IdempotentCall", column: "answerSealed", key: "id", purpose: purposeOf }],
};
