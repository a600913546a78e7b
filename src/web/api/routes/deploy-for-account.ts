import { partnerRoute } from "../api-route.ts";
import { answerDeployment, deploymentAnswer, deploymentJson } from "../deployment.ts";
import { idInPath } from "../id-in-path.ts";
import { jsonObject } from "../json-object.ts";

export const deployForAccount = partnerRoute(
  {
    method: "post",
    path: "/v1.0/accounts/{id}/marketplace",
    tag: "Marketplaces",
    summary: "Open a Marketplace for an Account, which is made where its API ID is unknown",
    params: idInPath,
    body: jsonObject(deploymentJson).openapi("AccountDeployment"),
    answer: deploymentAnswer,
  },
  ({ ctx, params, body }) => answerDeployment(ctx, body, { apiId: params.id, user: { kind: "api-user" } }),
);
