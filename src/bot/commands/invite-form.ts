import { requirePermission } from "../../core/console-users/require-permission.ts";
import { DomainError } from "../../core/errors.ts";
import { inviteMany, inviteManyForm } from "../../core/invitations/invite-many.ts";
import { inviteUser, inviteUserForm } from "../../core/invitations/invite-user.ts";
import { inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { addressFileField, readAddressFile } from "../../core/invitations/read-address-file.ts";
import { readAddresses } from "../../core/invitations/read-addresses.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import { emailField, fileField, textField, tickField } from "../fields.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

export const inviteForm: Form = {
  name: "invite",
  title: "Invite a user",

  async view(ctx, { email, addresses }) {
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    return {
      submit: plain("Invite"),
      blocks: [
        await accountField(ctx),
        emailField({
          id: "email",
          label: "E-mail",
          hint: "The link to choose a user ID and a password goes to this address.",
          value: email,
          optional: true,
        }),
        textField({
          id: "addresses",
          label: "More addresses",
          hint: "With commas, semicolons or one a line; or as CSV with the columns email, account, level.",
          value: addresses,
          lines: true,
          optional: true,
        }),
        fileField({
          id: addressFileField,
          label: "Addresses as a file",
          hint: "A text file or CSV, with the same columns.",
          types: ["csv", "txt", "tsv"],
          optional: true,
        }),
        tickField({
          id: "asAdministrator",
          label: "Level",
          tick: "Add user as Administrator",
          what: "May manage the Account, change its settings and invite users.",
        }),
        tickField({
          id: "withSubAccounts",
          label: "Sub-accounts",
          tick: "Also to all sub-accounts",
          what: "Each with a Membership or an invitation, and a mail, of its own.",
        }),
      ],
    };
  },

  async submit(ctx, { email = "", addresses = "", file, ...values }, place) {
    const one = () => checkForm(inviteUserForm, { ...values, email });
    const [fileId] = Array.isArray(file) ? file : [];
    if (!addresses && !fileId && !values["withSubAccounts"]) return inviteUser(ctx, one(), place);
    const first = email ? [{ address: one().email }] : [];
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    const typed = readAddresses(String(addresses));
    const list = [...first, ...typed, ...(fileId ? await readAddressFile(ctx, fileId) : [])];
    const form = checkForm(inviteManyForm, { ...values, addresses: list });
    return inviteMany(ctx, form, place).catch((error: unknown) => {
      throw fileId && !addresses ? atTheFile(error) : error;
    });
  },
};

/** Where the list came as a file, a fault of the list is the file's. */
function atTheFile(error: unknown): unknown {
  const isOfList = error instanceof DomainError && error.field === "addresses";
  return isOfList ? new DomainError(error.code, error.message, addressFileField) : error;
}
