import type { WebFeature } from "../http/web-feature.ts";
import { emailChange } from "./email-change.tsx";
import { email } from "./email.tsx";
import { forgottenPassword } from "./forgotten-password.tsx";
import { names } from "./names.tsx";
import { ownPassword } from "./own-password.tsx";
import { passwordSet, password } from "./password-route.tsx";
import { sessions } from "./sessions.tsx";
import { setUserPasswordRoute } from "./set-password-route.ts";
import { signIn, signInWithToken } from "./sign-in-with-token.tsx";
import { signOut } from "./sign-out.tsx";
import { changeUserRoute, deleteUserRoute, listUsersRoute, readUserRoute } from "./users-of-partner.ts";

export const users: WebFeature = {
  pages: [
    passwordSet,
    password,
    signIn,
    signOut,
    forgottenPassword,
    signInWithToken,
    emailChange,
    names,
    email,
    ownPassword,
    sessions,
  ],
  calls: [setUserPasswordRoute, listUsersRoute, readUserRoute, changeUserRoute, deleteUserRoute],
};
