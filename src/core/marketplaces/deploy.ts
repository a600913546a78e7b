import { z } from "zod";
import { connectorValues } from "../connectors/connector-values.ts";

/** One of the ConnectorAuthentications of a deployment. */
export const connectorAuthentication = connectorValues.extend({
  name: z.string().trim().min(1, "Name the connector.").max(200),
  version: z.string().trim().max(50).nullish(),
  authenticationId: z.string().trim().max(200).nullish(),
});
export type ConnectorAuthentication = z.infer<typeof connectorAuthentication>;

/** The Account, as it is known, or by its API ID: then it is made unless there is one. */
export type DeployFor =
  | { accountId: string }
  | { apiId: string; name?: string | null | undefined; description?: string | null | undefined };

/** Whom it is attributed to. */
export type DeployAs =
  /** The Account's API User: an Account deployment. */
  | { kind: "api-user" }
  /** By username and password: made unless there is one; of one that exists the password has to be right. */
  | { kind: "credentials"; username: string; password: string }
  | { kind: "known"; userId: string }
  /** Has no password yet. */
  | { kind: "new"; username: string; email: string | null };

export interface Deploy {
  marketplaceId: number;
  account: DeployFor;
  user: DeployAs;
  authentications: ConnectorAuthentication[];
  /** OAuth connectors are authorised by the person themselves, in the Marketplace. */
  inlineOAuth: boolean;
  /** Echoed in what is told to the notification URL. */
  completeParameter: string | null;
  requestId: string | null;
}
