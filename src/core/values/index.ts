import type { Feature } from "../feature.ts";
import { valuesPurpose } from "./taken-values.ts";
import { sweepValues } from "./sweep-values.ts";

export const values: Feature = {
  sweeps: [sweepValues],
  sealed: [{ table: "RequestValues", column: "valuesSealed", key: "requestId", purpose: valuesPurpose }],
};
