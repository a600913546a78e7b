import type { WebFeature } from "../http/web-feature.ts";
import { valuesSealed, values } from "./values.tsx";

export const valuesWeb: WebFeature = {
  pages: [valuesSealed, values],
};
