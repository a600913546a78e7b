import type { z } from "zod";
import { suspensionInput } from "../../core/accounts/suspend-account.ts";
import { allows } from "../../core/console-users/permission-grid.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { membershipSuspensionInput } from "../../core/memberships/suspend-membership.ts";
import type { DefinedRequest } from "../../core/requests/define-request.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import { searchField, textField } from "../fields.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

export interface SuspensionKinds {
  ofAccount: DefinedRequest<z.infer<typeof suspensionInput>>;
  ofMembership: DefinedRequest<z.infer<typeof membershipSuspensionInput>>;
}

/** For an Account, or for one User in it; each as far as the person may. */
export function suspensionForm(
  name: string,
  title: string,
  { ofAccount, ofMembership }: SuspensionKinds,
): Form {
  return {
    name,
    title,

    async view(ctx) {
      const mayUsers = allows(ctx.actor, ofMembership.needs);
      const mayAccounts = allows(ctx.actor, ofAccount.needs);
      if (!mayUsers) await requirePermission(ctx, ofAccount.needs, name);
      const user = searchField({
        id: "userId",
        label: "User",
        source: "user",
        ...(mayAccounts && { hint: "Left empty, it is about the whole Account.", optional: true }),
      });
      return {
        submit: plain("Continue"),
        blocks: [
          await accountField(ctx),
          ...(mayUsers ? [user] : []),
          textField({ id: "because", label: "Because", optional: true, lines: true, max: 300 }),
        ],
      };
    },

    submit: (ctx, values, place) =>
      values["userId"]
        ? submitRequest(ctx, ofMembership, checkForm(membershipSuspensionInput, values), place)
        : submitRequest(ctx, ofAccount, checkForm(suspensionInput, values), place),
  };
}
