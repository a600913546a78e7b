import { accounts } from "./accounts/index.ts";
import { apiReference } from "./api-reference/index.ts";
import { audit } from "./audit/index.ts";
import { apiClients } from "./api-clients/index.ts";
import { connectors } from "./connectors/index.ts";
import { consoleUsers } from "./console-users/index.ts";
import { cycles } from "./cycles/index.ts";
import { invitations } from "./invitations/index.ts";
import { marketplaces } from "./marketplaces/index.ts";
import { memberships } from "./memberships/index.ts";
import { partnerWeb } from "./partner/index.ts";
import { requestsWeb } from "./requests/index.ts";
import { reports } from "./reports/index.ts";
import { users } from "./users/index.ts";
import { valuesWeb } from "./values/index.ts";
import { webhooks } from "./webhooks/index.ts";
import type { ApiRoute } from "./http/api-route.ts";
import { healthRoutes, robots, type Route, stylesheet } from "./http/form-route.ts";
import { icon } from "./http/icon.ts";
import type { WebFeature } from "./http/web-feature.ts";
import { home } from "./home-route.tsx";

/** One line a feature. */
const features: WebFeature[] = [
  { pages: [home, ...healthRoutes, robots, stylesheet, icon] },
  invitations,
  consoleUsers,
  valuesWeb,
  users,
  accounts,
  cycles,
  marketplaces,
  memberships,
  connectors,
  apiClients,
  webhooks,
  partnerWeb,
  requestsWeb,
  apiReference,
  audit,
  reports,
];

/** All addresses of the site. The first that matches answers. */
export const routes: Route[] = features.flatMap(({ pages = [] }) => pages);

/** Every call of the API. Its document, and the tests of who may call it, are made from this. */
export const apiRoutes: ApiRoute[] = features.flatMap(({ calls = [] }) => calls);
