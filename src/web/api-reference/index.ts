import type { WebFeature } from "../http/web-feature.ts";
import { errorsPage } from "./errors-page.tsx";
import { referenceRoutes } from "./reference-page.tsx";

export const apiReference: WebFeature = {
  pages: [errorsPage, ...referenceRoutes],
};
