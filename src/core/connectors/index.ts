import type { Feature } from "../feature.ts";
import { accountConnectorPurpose } from "./connector-values.ts";

export const connectors: Feature = {
  sealed: [
    { table: "AccountConnector", column: "valuesSealed", key: "id", purpose: accountConnectorPurpose },
  ],
};
