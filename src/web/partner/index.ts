import type { WebFeature } from "../http/web-feature.ts";
import { colours, logo } from "./brand.ts";

export const partnerWeb: WebFeature = { pages: [logo, colours] };
