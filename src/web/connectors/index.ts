import type { WebFeature } from "../http/web-feature.ts";
import {
  changeAccountConnectorRoute,
  deauthenticateRoute,
  listAccountConnectorsRoute,
  readAccountConnectorRoute,
  removeAccountConnectorRoute,
} from "./account-connectors.ts";
import {
  changePropertyRoute,
  clearPropertyRoute,
  givePropertyRoute,
  listPropertiesRoute,
  readPropertyRoute,
} from "./connector-properties.ts";
import { installConnectorRoute } from "./install-connector.ts";
import { installTemplateRoute } from "./install-template.ts";
import {
  listConnectorMethods,
  listConnectorsRoute,
  readConnectorRoute,
  readConnectorVersion,
} from "./list-connectors.ts";
import { listTemplatesRoute, readTemplateRoute } from "./list-templates.ts";

export const connectors: WebFeature = {
  calls: [
    listConnectorsRoute,
    readConnectorRoute,
    // Before the version, which would take "methods" for one.
    listConnectorMethods,
    readConnectorVersion,
    installConnectorRoute,
    listAccountConnectorsRoute,
    readAccountConnectorRoute,
    changeAccountConnectorRoute,
    removeAccountConnectorRoute,
    deauthenticateRoute,
    listPropertiesRoute,
    givePropertyRoute,
    readPropertyRoute,
    changePropertyRoute,
    clearPropertyRoute,
    listTemplatesRoute,
    readTemplateRoute,
    installTemplateRoute,
  ],
};
