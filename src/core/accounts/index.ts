import type { Feature } from "../feature.ts";
import { changeAccountSettingsRequest } from "./change-account-settings.ts";
import { createAccountRequest } from "./create-account.ts";
import { deleteAccountRequest } from "./delete-account.ts";
import { suspendAccountRequest, resumeAccountRequest } from "./suspend-account.ts";

export const accounts: Feature = {
  requests: [
    createAccountRequest,
    changeAccountSettingsRequest,
    suspendAccountRequest,
    resumeAccountRequest,
    deleteAccountRequest,
  ],
};
