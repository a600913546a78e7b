import { showInvitations } from "../invitation-list.ts";
import { accountFieldIfAny } from "../account-field.ts";
import { emailField } from "../fields.ts";
import { listingForm, textIn } from "../listing-form.ts";

export const invitationsForm = listingForm({
  name: "invitations",
  title: "Pending invitations",
  needs: "users:view",
  button: "Show",
  fields: async (ctx) => [
    ...(await accountFieldIfAny(ctx, { hint: "Left empty, those to every Account.", optional: true })),
    emailField({ id: "email", label: "E-mail", hint: "The whole address.", optional: true }),
  ],
  async show(ctx, values) {
    const [accountId, email] = [textIn(values, "accountId"), textIn(values, "email")];
    const [text, blocks] = await showInvitations(ctx, {
      accountId: accountId || undefined,
      email: email || undefined,
    });
    return { text, blocks };
  },
});
