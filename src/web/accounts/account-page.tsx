import type { Child } from "hono/jsx";
import { ownerName } from "../http/owner.ts";
import type { OwnMembership } from "../../core/kernel/levels/require-level.ts";
import type { Page } from "../http/send-page.tsx";
import { membershipOf, userContext } from "../http/signed-in.ts";
import type { Site, WebContext } from "../http/web-context.ts";
import { settingsMark, changeOwnAccount } from "../../core/accounts/change-account-settings.ts";
import { type FieldSpec, FormCard, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";

export interface AccountFacts {
  membership: OwnMembership;
  partnerName: string;
  site: Site;
  /** IANA name of the zone in which times are told. */
  timeZone: string;
}

/** What each page of an Account tells. */
export async function loadAccountFacts(c: WebContext): Promise<AccountFacts> {
  const { app, site, timeZone = app.timeZone } = c.var;
  return { membership: membershipOf(c), partnerName: await ownerName(c), site, timeZone };
}

const places = {
  cycles: { path: "", label: "Cycles", administrator: false },
  marketplaces: { path: "/marketplaces", label: "Marketplaces", administrator: false },
  users: { path: "/users", label: "Users", administrator: true },
  invitations: { path: "/invitations", label: "Invitations", administrator: true },
  settings: { path: "/settings", label: "Account settings", administrator: true },
};

export type AccountPlace = keyof typeof places;

export const accountPath = ({ membership }: Pick<AccountFacts, "membership">, rest = "") =>
  `/accounts/${membership.accountId}${rest}`;

/** A page of an Account, with the way to the others that the User's level opens. */
export function accountPage(
  facts: AccountFacts,
  { title, at, body }: { title: string; at: AccountPlace; body: Child },
): Page {
  const { membership, partnerName, site } = facts;
  const { account, level } = membership;
  const open = Object.entries(places).filter(
    ([, { administrator }]) => level === "Administrator" || !administrator,
  );
  return {
    title: `${title} – ${account.name}`,
    partnerName,
    body: (
      <>
        <p class="where">
          <bdi class="strong">{account.name}</bdi> <span class="badge">{level}</span>
        </p>
        <nav class="tabs" aria-label="Account">
          {open.map(([name, { path, label }]) => (
            <a
              href={site.path(accountPath(facts, path))}
              aria-current={name === at ? "page" : undefined}
              data-label={label}
            >
              {label}
            </a>
          ))}
        </nav>
        {body}
      </>
    ),
  };
}

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
                API ID: <bdi class="strong">{facts.membership.account.apiId}</bdi>. Programs use it to name
                the account, so only <bdi>{facts.partnerName}</bdi> can change it.
              </p>
              <p>
                Time zone: <span class="strong">{facts.timeZone}</span>. Mails and pages about this account
                tell times in it. Ask <bdi>{facts.partnerName}</bdi> for another.
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
