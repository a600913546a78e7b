import { type Route, robots, healthRoutes, stylesheet } from "./http/form-route.ts";
import { home } from "./home-route.tsx";
import { acceptedInvitation, invitation } from "./invitations/invitation-route.tsx";
import { acceptedConsoleInvitation, consoleInvitation } from "./console-users/console-invitation.tsx";
import { password, passwordSet } from "./users/password-route.tsx";
import { values, valuesSealed } from "./values/values.tsx";
import { accountCycle, newCycle } from "./cycles/cycle.tsx";
import { accountCycles } from "./cycles/cycles.tsx";
import { accountInvitations } from "./invitations/invitations.tsx";
import { inviteToAccount } from "./invitations/invite.tsx";
import { launchMarketplace } from "./marketplaces/launch-marketplace.tsx";
import { accountMarketplaces } from "./marketplaces/marketplaces.tsx";
import { ownAccounts } from "./accounts/own-accounts.tsx";
import { accountSettings } from "./accounts/account-page.tsx";
import { accountUsersPage } from "./memberships/users.tsx";
import { email } from "./users/email.tsx";
import { emailChange } from "./users/email-change.tsx";
import { names } from "./users/names.tsx";
import { ownPassword } from "./users/own-password.tsx";
import { sessions } from "./users/sessions.tsx";
import { forgottenPassword } from "./users/forgotten-password.tsx";
import { signIn, signInWithToken } from "./users/sign-in-with-token.tsx";
import { signOut } from "./users/sign-out.tsx";

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
