import type { WebFeature } from "../http/web-feature.ts";
import { dashboardRoute } from "./dashboard.ts";
import { reportRoutes } from "./reports.ts";

export const reports: WebFeature = { calls: [dashboardRoute, ...reportRoutes] };
