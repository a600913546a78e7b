import { settingsMark } from "../../core/accounts/account-settings.ts";
import { changeOwnAccount } from "../../core/accounts/change-own-account.ts";
import { type FieldSpec, FormCard, titled } from "../form-card.tsx";
import { formRoute } from "../form-route.ts";
import { membershipOf, userContext } from "../sessions/signed-in.ts";
import { accountPage, loadAccountFacts } from "./account-page.tsx";

const fields: FieldSpec[] = [
  { name: "name", label: "Name", capitals: "sentences" },
  { name: "description", label: "Description", type: "lines", optional: true },
];

/** An Account's settings, for its Administrators. */
export const accountSettings = formRoute({
  path: "/accounts/:account/settings",
  admits: "administrator",
  fields: ["name", "description", "shown"],
  load: loadAccountFacts,
  values({ membership: { account } }) {
    const { name, description } = account;
    return { name, description, shown: settingsMark(account) };
  },
  said: { saved: "The settings are saved." },
  page: (facts, draft, token) =>
    accountPage(facts, {
      title: titled("Settings", draft),
      at: "settings",
      body: (
        <FormCard
          heading="Account settings"
          lead={
            <>
              <p>
                API ID: <bdi class="strong">{facts.membership.account.apiId}</bdi>. Programs call the account
                by it, so <bdi>{facts.partnerName}</bdi> alone changes it.
              </p>
              <input type="hidden" name="shown" value={settingsMark(facts.membership.account)} />
            </>
          }
          specs={fields}
          draft={draft}
          token={token}
          button="Save"
        />
      ),
    }),
  async send(c, form) {
    const { accountId } = membershipOf(c);
    const of = (name: string) => form.get(name) ?? "";
    const typed = { shown: of("shown"), name: of("name"), description: of("description") };
    await changeOwnAccount(userContext(c), accountId, typed);
    return `/accounts/${accountId}/settings?said=saved`;
  },
});
