import type { WebFeature } from "../http/web-feature.ts";
import {
  listConnectorsRoute,
  installConnectorRoute,
  listAccountConnectorsRoute,
} from "./install-connector.ts";
import { installTemplateRoute } from "./install-template.ts";
import { listTemplatesRoute } from "./list-templates.ts";

export const connectors: WebFeature = {
  calls: [
    listConnectorsRoute,
    installConnectorRoute,
    listAccountConnectorsRoute,
    listTemplatesRoute,
    installTemplateRoute,
  ],
};
