import { requestEmailChange } from "../../core/users/change-names.ts";
import { type FieldSpec, FormCard, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { count } from "../http/rate-limits.ts";
import { userContext } from "../http/signed-in.ts";
import { loadSettings, settingsPage } from "./names.tsx";

const fields: FieldSpec[] = [
  { name: "email", label: "New e-mail", type: "email", autocomplete: "email" },
  { name: "password", label: "Your password", type: "password", autocomplete: "current-password" },
];

export const email = formRoute({
  path: "/settings/email",
  admits: "settings",
  fields: ["email", "password"],
  secrets: ["password"],
  admit: (c) => count(c.var.limits.passwords, c.var.signedIn?.user.id ?? c.var.client),
  load: loadSettings,
  said: {
    asked: "We have mailed a link to the new address. Your e-mail changes once you follow it, within a day.",
  },
  page: ({ user, partnerName, site }, draft, token) =>
    settingsPage({
      title: titled("Your e-mail", draft),
      partnerName,
      site,
      at: "/settings/email",
      body: (
        <FormCard
          heading="Your e-mail"
          lead={
            <p>
              {user.email ? (
                <>
                  Mails go to <bdi class="strong">{user.email}</bdi>. A new address is confirmed by mail
                  first.
                </>
              ) : (
                "You have no e-mail yet. An address is confirmed by mail first."
              )}
            </p>
          }
          specs={fields}
          draft={draft}
          token={token}
          button="Mail me a link"
        />
      ),
    }),
  async send(c, form) {
    const typed = { email: form.get("email") ?? "", password: form.get("password") ?? "" };
    await requestEmailChange(userContext(c), typed);
    return "/settings/email?said=asked";
  },
});
