import type { Feature } from "../feature.ts";
import { changeSettingsRequest } from "./change-settings.ts";

export const partner: Feature = {
  requests: [changeSettingsRequest],
};
