import type { Feature } from "../feature.ts";
import { emailChangeMailing, emailChangePurpose } from "./change-names.ts";
import { createUserRequest } from "./create-user.ts";
import { deleteUserRequest } from "./delete-user.ts";
import { forgottenPasswordMailing, passwordLinkPurpose } from "./forgotten-password-mailing.ts";
import { noticeMailing } from "./notice-mailing.ts";
import { resetPasswordRequest } from "./reset-password.ts";

export const users: Feature = {
  requests: [createUserRequest, deleteUserRequest, resetPasswordRequest],
  mailings: [forgottenPasswordMailing, emailChangeMailing, noticeMailing],
  sealed: [
    { table: "PasswordLink", column: "tokenSealed", key: "id", purpose: passwordLinkPurpose },
    { table: "EmailChange", column: "tokenSealed", key: "id", purpose: emailChangePurpose },
  ],
};
