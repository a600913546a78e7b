import { formToken, formTokenField } from "../form-token.ts";
import type { WebContext } from "../web-context.ts";
import type { SignedIn } from "./signed-in.ts";

/** Where a signed-in User goes from any page, and the way out. */
export function Nav({ c, signedIn: { user, actor } }: { c: WebContext; signedIn: SignedIn }) {
  const { site } = c.var;
  return (
    <nav aria-label="Your user">
      <a href={site.path("/accounts")}>Accounts</a>
      {!actor.onlyAccountId && (
        <a href={site.path("/settings")}>
          Settings<span class="unseen"> of {user.username}</span>
        </a>
      )}
      <form method="post" action={site.path("/sign-out")}>
        <input type="hidden" name={formTokenField} value={formToken(c)} />
        <button type="submit" class="plain">
          Sign out
        </button>
      </form>
    </nav>
  );
}
