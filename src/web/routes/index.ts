import type { Route } from "../route.ts";
import { acceptedInvitation } from "./accepted-invitation.ts";
import { healthRoutes } from "./health.ts";
import { home } from "./home.ts";
import { invitation } from "./invitation.ts";
import { robots } from "./robots.ts";
import { stylesheet } from "./stylesheet.ts";
import { acceptedConsoleInvitation } from "./accepted-console-invitation.ts";
import { consoleInvitation } from "./console-invitation.ts";
import { password } from "./password.ts";
import { values } from "./values.ts";
import { valuesSealed } from "./values-sealed.ts";
import { passwordSet } from "./password-set.ts";

import { accountCycle, newCycle } from "../accounts/cycle.tsx";
import { accountCycles } from "../accounts/cycles.tsx";
import { accountInvitations } from "../accounts/invitations.tsx";
import { inviteToAccount } from "../accounts/invite.tsx";
import { launchMarketplace } from "../accounts/launch-marketplace.tsx";
import { accountMarketplaces } from "../accounts/marketplaces.tsx";
import { ownAccounts } from "../accounts/own-accounts.tsx";
import { accountSettings } from "../accounts/settings.tsx";
import { accountUsersPage } from "../accounts/users.tsx";
import { email } from "../settings/email.tsx";
import { emailChange } from "../settings/email-change.tsx";
import { names } from "../settings/names.tsx";
import { ownPassword } from "../settings/password.tsx";
import { sessions } from "../settings/sessions.tsx";
import { forgottenPassword } from "../sign-in/forgotten-password.tsx";
import { signIn } from "../sign-in/sign-in.tsx";
import { signInWithToken } from "../sign-in/sign-in-with-token.tsx";
import { signOut } from "../sign-in/sign-out.tsx";

/** All addresses of the site. The first that matches answers. */
export const routes: Route[] = [
  home,
  ...healthRoutes,
  robots,
  stylesheet,
  acceptedInvitation,
  invitation,
  acceptedConsoleInvitation,
  consoleInvitation,
  passwordSet,
  valuesSealed,
  values,
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
  ownAccounts,
  accountCycles,
  newCycle,
  accountCycle,
  accountMarketplaces,
  launchMarketplace,
  accountUsersPage,
  accountInvitations,
  inviteToAccount,
  accountSettings,
];
