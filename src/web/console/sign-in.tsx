import { signInConsoleUser } from "../../core/console-users/sign-in-console-user.ts";
import { partnerName } from "../../core/partner/partner-name.ts";
import { addressKey } from "../../core/text/identity-key.ts";
import { digest } from "../digest.ts";
import { type FieldSpec, FormCard, titled } from "../form-card.tsx";
import { formRoute } from "../form-route.ts";
import { browserOf, rememberSession } from "../sessions/session-cookie.ts";
import { rememberBrowser } from "../sign-in/known-browser.ts";
import { admitSignIn, limitSignIn } from "../sign-in/limit-sign-in.ts";
import { visitorContext } from "../sign-in/visitor-context.ts";
import { consoleSignInPath } from "./console-session.ts";
import { queueDashboardPath } from "./queue-dashboard.ts";

const fields: FieldSpec[] = [
  { name: "email", label: "E-mail", autocomplete: "username", capitals: "none" },
  { name: "password", label: "Password", type: "password", autocomplete: "current-password" },
];

/** Where Console Users with Full Access sign in to the operator's pages. */
export const consoleSignIn = formRoute({
  path: consoleSignInPath,
  admits: "anyone",
  fields: ["email", "password"],
  secrets: ["password"],
  admit: admitSignIn,
  said: { out: "You are signed out." },
  load: (c) => partnerName(c.var.app),
  page: (name, draft, token) => ({
    title: titled("Sign in to the operator's pages", draft),
    partnerName: name,
    body: (
      <FormCard
        heading="Sign in to the operator's pages"
        lead={<p>For Console Users with Full Access. Everything else is done in Slack.</p>}
        specs={fields}
        draft={draft}
        token={token}
        button="Sign in"
      />
    ),
  }),
  async send(c, form) {
    const email = form.get("email") ?? "";
    // Apart from the user IDs of Users.
    const name = `console-${digest(addressKey(email))}`;
    await limitSignIn(c, name);
    const credentials = { email, password: form.get("password") ?? "" };
    const browser = browserOf(c, "console-session");
    const { token } = await signInConsoleUser(visitorContext(c), credentials, browser);
    rememberSession(c, "console-session", token);
    rememberBrowser(c, name);
    return queueDashboardPath;
  },
});
