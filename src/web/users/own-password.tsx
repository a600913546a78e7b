import { changePassword } from "../../core/users/change-names.ts";
import { ownPasswordPath } from "../http/admission.ts";
import { FormCard, type FieldSpec, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { count } from "../http/rate-limits.ts";
import { userContext } from "../http/signed-in.ts";
import { loadSettings, settingsPage } from "./names.tsx";
import { passwordFields } from "./password-route.tsx";

const fields: FieldSpec[] = [
  { name: "oldPassword", label: "Your password now", type: "password", autocomplete: "current-password" },
  ...passwordFields({ label: "New password" }),
];
const names = fields.map(({ name }) => name);

export const ownPassword = formRoute({
  path: ownPasswordPath,
  admits: "settings",
  fields: names,
  secrets: names,
  admit: (c) => count(c.var.limits.passwords, c.var.signedIn?.user.id ?? c.var.client),
  load: loadSettings,
  said: { saved: "Your password is changed, and every other session was ended." },
  page: ({ user, partnerName, site }, draft, token) =>
    settingsPage({
      title: titled("Your password", draft),
      partnerName,
      site,
      at: "/settings/password",
      body: (
        <FormCard
          heading={user.mustChangePassword ? "Choose your own password" : "Your password"}
          lead={
            <p>
              {user.mustChangePassword
                ? "You signed in with a temporary password. Choose your own to continue."
                : "Every other session ends when you change it, and a mail tells you that it was changed."}
            </p>
          }
          specs={fields}
          draft={draft}
          token={token}
          button="Change the password"
        />
      ),
    }),
  async send(c, form) {
    const of = (name: string) => form.get(name) ?? "";
    await changePassword(userContext(c), {
      oldPassword: of("oldPassword"),
      password: of("password"),
      passwordAgain: of("passwordAgain"),
    });
    return `${ownPasswordPath}?said=saved`;
  },
});
