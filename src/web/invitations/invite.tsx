import { inviteToOwnAccount } from "../../core/invitations/send-invitation.ts";
import { type FieldSpec, FormCard, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { count } from "../http/rate-limits.ts";
import { membershipOf, userContext } from "../http/signed-in.ts";
import { accountPage, loadAccountFacts } from "../accounts/account-page.tsx";

const fields: FieldSpec[] = [
  { name: "email", label: "E-mail", type: "email", autocomplete: "off" },
  {
    name: "asAdministrator",
    label: "Add user as Administrator?",
    type: "tick",
    hint: "Administrators manage the account, change its settings and invite others.",
  },
];

/** An Administrator invites somebody to their Account. */
export const inviteToAccount = formRoute({
  path: "/accounts/:account/invitations/new",
  admits: "administrator",
  admit: (c) => count(c.var.limits.invitations, c.req.param("account") ?? ""),
  fields: ["email", "asAdministrator"],
  load: loadAccountFacts,
  page: (facts, draft, token) =>
    accountPage(facts, {
      title: titled("Invite a user", draft),
      at: "invitations",
      body: (
        <FormCard
          heading="Invite a user"
          lead={<p>A mail with a link goes to the address. The link is good for seven days.</p>}
          specs={fields}
          draft={draft}
          token={token}
          button="Invite"
        />
      ),
    }),
  async send(c, form) {
    const { accountId } = membershipOf(c);
    const outcome = await inviteToOwnAccount(userContext(c), accountId, {
      email: form.get("email") ?? "",
      asAdministrator: form.get("asAdministrator") === "on",
    });
    return `/accounts/${accountId}/invitations?said=${outcome}`;
  },
});
