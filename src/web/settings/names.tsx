import { checkInput } from "../../core/check-input.ts";
import { changeNames, namesForm } from "../../core/users/change-names.ts";
import { type FieldSpec, FormCard, titled } from "../form-card.tsx";
import { formRoute } from "../form-route.ts";
import { userContext } from "../sessions/signed-in.ts";
import { loadSettings } from "./load-settings.ts";
import { settingsPage } from "./settings-page.tsx";

const fields: FieldSpec[] = [
  { name: "firstName", label: "First name", autocomplete: "given-name", optional: true },
  { name: "lastName", label: "Last name", autocomplete: "family-name", optional: true },
];

export const names = formRoute({
  path: "/settings",
  admits: "settings",
  fields: ["firstName", "lastName"],
  load: loadSettings,
  values: ({ user: { firstName, lastName } }) => ({ firstName, lastName }),
  said: { saved: "Your names are saved." },
  page: ({ user, partnerName, site }, draft, token) =>
    settingsPage({
      title: titled("Your names", draft),
      partnerName,
      site,
      at: "/settings",
      body: (
        <FormCard
          heading="Your names"
          lead={
            <p>
              Your user ID is <bdi class="strong">{user.username}</bdi>. It stays as it is.
            </p>
          }
          specs={fields}
          draft={draft}
          token={token}
          button="Save"
        />
      ),
    }),
  async send(c, form) {
    const typed = { firstName: form.get("firstName") ?? "", lastName: form.get("lastName") ?? "" };
    await changeNames(userContext(c), checkInput(namesForm, typed));
    return "/settings?said=saved";
  },
});
