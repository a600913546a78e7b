import { partnerName } from "../../core/partner/partner-name.ts";
import { identityKey } from "../../core/text/identity-key.ts";
import { tidyTyped } from "../../core/text/tidy-typed.ts";
import { signIn as begin } from "../../core/users/sign-in.ts";
import { type FieldSpec, FormCard, titled } from "../form-card.tsx";
import { formRoute } from "../form-route.ts";
import { digest } from "../digest.ts";
import { ownPath } from "../sessions/paths.ts";
import { browserOf, rememberSession } from "../sessions/session-cookie.ts";
import { rememberBrowser } from "./known-browser.ts";
import { admitSignIn, limitSignIn } from "./limit-sign-in.ts";
import { visitorContext } from "./visitor-context.ts";

const fields: FieldSpec[] = [
  { name: "username", label: "User ID", autocomplete: "username" },
  { name: "password", label: "Password", type: "password", autocomplete: "current-password" },
];

/** Where Users sign in with their user ID and password. */
export const signIn = formRoute({
  path: "/sign-in",
  admits: "anyone",
  fields: ["username", "password"],
  secrets: ["password"],
  admit: admitSignIn,
  said: {
    out: "You are signed out.",
    password: "Your password is set. Sign in with it.",
    email: "Your e-mail is confirmed.",
  },
  load: async (c) => ({
    name: await partnerName(c.var.app),
    forgotten: c.var.site.path("/forgotten-password"),
  }),
  page: ({ name, forgotten }, draft, token) => ({
    title: titled("Sign in", draft),
    partnerName: name,
    body: (
      <FormCard heading="Sign in" specs={fields} draft={draft} token={token} button="Sign in">
        <p class="below">
          <a href={forgotten}>Forgotten your password?</a>
        </p>
      </FormCard>
    ),
  }),
  async send(c, form) {
    const username = form.get("username") ?? "";
    // What was typed is kept as a digest alone: it may be a password.
    const name = digest(identityKey(tidyTyped(username)));
    await limitSignIn(c, name);
    const credentials = { username, password: form.get("password") ?? "" };
    const { token } = await begin(visitorContext(c), credentials, browserOf(c, "session"));
    rememberSession(c, "session", token);
    rememberBrowser(c, name);
    return ownPath(c.var.site, c.req.query("returnUrl"), "/accounts");
  },
});
