import type { ApiRoute } from "../api-route.ts";
import { activateCycle } from "./activate-cycle.ts";
import { createCycleRoute } from "./create-cycle.ts";
import { deactivateCycle } from "./deactivate-cycle.ts";
import { deleteCycleRoute } from "./delete-cycle.ts";
import { deployForAccount } from "./deploy-for-account.ts";
import { deployForUser } from "./deploy-for-user.ts";
import { installConnectorRoute } from "./install-connector.ts";
import { installTemplateRoute } from "./install-template.ts";
import { listAccountConnectorsRoute } from "./list-account-connectors.ts";
import { listConnectorsRoute } from "./list-connectors.ts";
import { listCyclesRoute } from "./list-cycles.ts";
import { listTemplatesRoute } from "./list-templates.ts";
import { readCycleRoute } from "./read-cycle.ts";
import { storeCycle } from "./store-cycle.ts";
import { token } from "./token.ts";

/** Every call of the API. Its document, and the tests of who may call it, are made from this table. */
export const apiRoutes: ApiRoute[] = [
  token,
  deployForUser,
  deployForAccount,
  listConnectorsRoute,
  installConnectorRoute,
  listAccountConnectorsRoute,
  listTemplatesRoute,
  installTemplateRoute,
  listCyclesRoute,
  createCycleRoute,
  readCycleRoute,
  storeCycle,
  deleteCycleRoute,
  activateCycle,
  deactivateCycle,
];
