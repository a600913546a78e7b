import { checkInput } from "../../core/kernel/text/check-input.ts";
import { changeNames, namesForm } from "../../core/users/change-names.ts";
import { type FieldSpec, FormCard, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { userContext, signedIn } from "../http/signed-in.ts";
import { ownerName } from "../http/owner.ts";
import type { WebContext, Site } from "../http/web-context.ts";
import type { Child } from "hono/jsx";
import type { Page } from "../http/send-page.tsx";

const places = [
  ["/settings", "Names"],
  ["/settings/email", "E-mail"],
  ["/settings/password", "Password"],
  ["/settings/sessions", "Sessions"],
] as const;

type SettingsPlace = (typeof places)[number][0];

/** A page of a User's own settings, with the way to the others. */
export function settingsPage(facts: {
  title: string;
  partnerName: string;
  site: Site;
  at: SettingsPlace;
  body: Child;
}): Page {
  const { title, partnerName, site, at, body } = facts;
  return {
    title,
    partnerName,
    body: (
      <>
        <nav class="tabs" aria-label="Settings">
          {places.map(([path, label]) => (
            <a href={site.path(path)} aria-current={path === at ? "page" : undefined}>
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

/** What each page of a User's settings tells. */
export async function loadSettings(c: WebContext) {
  return { user: signedIn(c).user, partnerName: await ownerName(c), site: c.var.site };
}
