import { ownerName } from "../http/owner.ts";
import { addressKey, identityKey } from "../../core/kernel/text/identity-key.ts";
import { requestPasswordLink } from "../../core/users/forgotten-password-mailing.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { digest } from "../http/digest.ts";
import { type FieldSpec, FormCard, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { anyKnownBrowser } from "../http/known-browser.ts";
import { count, pastLimit } from "../http/rate-limits.ts";
import type { Context, Visitor } from "../../core/context.ts";
import type { WebContext } from "../http/web-context.ts";

const fields: FieldSpec[] = [
  { name: "name", label: "User ID or e-mail", autocomplete: "username", capitals: "none" },
];

/** Asks for a link to set a password. The answer is the same whether there is such a User or not. */
export const forgottenPassword = formRoute({
  path: "/forgotten-password",
  admits: "anyone",
  fields: ["name"],
  load: (c) => ownerName(c),
  said: {
    asked:
      "If there is such a user, and it has an e-mail, a mail with a link is on its way. The link is good for an hour. Look in your spam folder, too.",
  },
  page: (name, draft, token) => ({
    title: titled("Forgotten your password?", draft),
    partnerName: name,
    body: (
      <FormCard
        heading="Forgotten your password?"
        lead={
          <p>
            We mail you a link to set a new one. No e-mail on record? Your contact at <bdi>{name}</bdi> can
            help.
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
    const name = form.get("name") ?? "";
    if (!name.trim()) throw new DomainError("invalid", "Enter your user ID or e-mail.", "name");
    const { limits, client } = c.var;
    const [key, known] = [digest(addressKey(identityKey(name))), anyKnownBrowser(c)];
    await count(limits.forgottenOfClient, `${key}.${known ? `known.${known}` : client}`);
    // Others cannot use this up so that somebody is refused: there are mails enough by then, and each of their links works.
    if ((await pastLimit(limits.forgotten, key)) === 0) await requestPasswordLink(visitorContext(c), name);
    return "/forgotten-password?said=asked";
  },
});

/** Of somebody who has not signed in, as the audit names them. */
export function visitorContext(c: WebContext): Context<Visitor> {
  return { ...c.var.app, actor: { kind: "visitor", name: `somebody at ${c.var.client}`, surface: "web" } };
}
