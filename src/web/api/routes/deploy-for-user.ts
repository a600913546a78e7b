import { createHash } from "node:crypto";
import { identityKey } from "../../../core/text/identity-key.ts";
import { count } from "../../rate-limits.ts";
import { partnerRoute } from "../api-route.ts";
import { answerDeployment, deploymentAnswer, deploymentJson } from "../deployment.ts";
import { jsonObject, text } from "../json-object.ts";

const body = jsonObject({
  ...deploymentJson,
  Username: text,
  Password: text,
  AccountId: text.min(1, "Enter an API ID."),
}).openapi("UserDeployment");

export const deployForUser = partnerRoute(
  {
    method: "post",
    path: "/v1.0/users/marketplace",
    tag: "Marketplaces",
    summary: "Open a Marketplace for a User of an Account; either is made where it is unknown",
    body,
    answer: deploymentAnswer,
  },
  async ({ c, ctx, body }) => {
    const { Username: username, Password: password, AccountId: apiId, ...deployment } = body;
    // A password comes with it, and whoever holds a token could guess.
    await count(c.var.limits.deployments, createHash("sha256").update(identityKey(username)).digest("hex"));
    return answerDeployment(ctx, deployment, { apiId, user: { kind: "credentials", username, password } });
  },
);
