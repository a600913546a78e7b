import type { Feature } from "../feature.ts";
import { valuesPurpose } from "../kernel/links/value-link.ts";
import { sweepValues } from "./sweep-values.ts";

export const values: Feature = {
  sweeps: [sweepValues],
  sealed: [{ table: "RequestValues", column: "valuesSealed", key: "requestId", purpose: valuesPurpose }],
};
