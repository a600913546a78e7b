import type { WebFeature } from "../http/web-feature.ts";
import { exportAuditRoute, listAuditRoute, verifyAuditRoute } from "./audit.ts";

export const audit: WebFeature = { calls: [listAuditRoute, exportAuditRoute, verifyAuditRoute] };
