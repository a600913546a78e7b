import type { Feature } from "../feature.ts";
import { reconcileHomeJob } from "./reconcile-home.ts";

export const home: Feature = {
  jobs: [reconcileHomeJob],
};
