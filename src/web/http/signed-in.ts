import type { AccountUserActor, Context } from "../../core/context.ts";
import { unreachable } from "../../core/kernel/errors.ts";
import type { User } from "../../core/generated/prisma/client.ts";
import type { OwnMembership } from "../../core/kernel/levels/require-level.ts";
import type { WebContext } from "./web-context.ts";

export interface SignedIn {
  user: User;
  actor: AccountUserActor;
}

/** Who is signed in, on a page that admits nobody else. */
export function signedIn(c: WebContext): SignedIn {
  return c.var.signedIn ?? unreachable("a page for Users without one");
}

/** The context of what the signed-in User does. */
export function userContext(c: WebContext): Context<AccountUserActor> {
  return { ...c.var.app, actor: signedIn(c).actor };
}

/** The User's own Membership, on a page of an Account. */
export function membershipOf(c: WebContext): OwnMembership {
  return c.var.membership ?? unreachable("an Account's page without a Membership");
}
