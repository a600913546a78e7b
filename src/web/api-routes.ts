import type { ApiRoute } from "./http/api-route.ts";
import {
  activateCycle,
  listCyclesRoute,
  readCycleRoute,
  deactivateCycle,
  createCycleRoute,
} from "./cycles/cycle-json.ts";
import { deleteCycleRoute } from "./cycles/delete-cycle.ts";
import { deployForAccount, deployForUser } from "./marketplaces/deployment.ts";
import {
  installConnectorRoute,
  listAccountConnectorsRoute,
  listConnectorsRoute,
} from "./connectors/install-connector.ts";
import { installTemplateRoute } from "./connectors/install-template.ts";
import { listTemplatesRoute } from "./connectors/list-templates.ts";
import { storeCycle } from "./cycles/store-cycle.ts";
import { token } from "./api-clients/token.ts";

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
