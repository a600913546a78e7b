import type { Route } from "../route.ts";
import { acceptedInvitation } from "./accepted-invitation.ts";
import { health } from "./health.ts";
import { home } from "./home.ts";
import { invitation } from "./invitation.ts";
import { robots } from "./robots.ts";
import { stylesheet } from "./stylesheet.ts";
import { acceptedConsoleInvitation } from "./accepted-console-invitation.ts";
import { consoleInvitation } from "./console-invitation.ts";
import { password } from "./password.ts";
import { passwordSet } from "./password-set.ts";

/** All addresses of the site. The first that matches answers. */
export const routes: Route[] = [
  home,
  health,
  robots,
  stylesheet,
  acceptedInvitation,
  invitation,
  acceptedConsoleInvitation,
  consoleInvitation,
  passwordSet,
  password,
];
