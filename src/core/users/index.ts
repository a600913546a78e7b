import type { Feature } from "../feature.ts";
import { emailChangeMailing } from "./change-names.ts";
import { changeUserRequest } from "./change-user.ts";
import { createUserRequest } from "./create-user.ts";
import { deleteUserRequest } from "./delete-user.ts";
import { forgottenPasswordMailing } from "./forgotten-password-mailing.ts";
import { noticeMailing } from "./notice-mailing.ts";
import { resetPasswordRequest } from "./reset-password.ts";
import { setPasswordRequest } from "./set-password-request.ts";

export const users: Feature = {
  requests: [
    changeUserRequest,
    createUserRequest,
    deleteUserRequest,
    resetPasswordRequest,
    setPasswordRequest,
  ],
  mailings: [forgottenPasswordMailing, emailChangeMailing, noticeMailing],
};
