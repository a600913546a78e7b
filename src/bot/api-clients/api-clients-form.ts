import { createApiClientInput, createApiClientRequest } from "../../core/api-clients/create-api-client.ts";
import { accessInput, noAccess, readAccess } from "../../core/kernel/access/access.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { accountField } from "../accounts/delete-account.ts";
import { gridFields, readGrid } from "../console-users/grid-fields.ts";
import { checkForm, textField } from "../slack/fields.ts";
import type { Form } from "../slack/command.ts";
import { filled } from "../slack/request-command.ts";
import { plain } from "../slack/reopened-view.ts";

const name = "api-clients";
const { needs } = createApiClientRequest;

export const apiClientsForm: Form = {
  name,
  title: "New API client",

  async view(ctx, { name: typedName, account: typedAccount, access: typedAccess }) {
    await requirePermission(ctx, needs, name);
    const some = await ctx.db.account.findFirst({ select: { id: true } });
    const notices: string[] = [];
    const account = {
      label: "Only for the Account",
      hint: "Leave empty to reach every Account.",
      optional: true,
    };
    return {
      submit: plain("Make it"),
      notices,
      blocks: [
        textField({
          id: "name",
          label: "Name",
          hint: "The application that will use it.",
          value: typedName,
          max: 100,
        }),
        ...(some
          ? [await filled(notices, typedAccount, (typed) => accountField(ctx, { ...account, typed }))]
          : []),
        ...gridFields(
          (await filled(notices, typedAccess, async (typed) => (typed ? readAccess(typed) : undefined))) ??
            accessInput.parse(ctx.actor),
        ),
      ],
    };
  },

  async submit(ctx, values, place) {
    const submitted = await submitRequest(
      ctx,
      createApiClientRequest,
      checkForm(createApiClientInput, { ...values, ...readGrid(values, noAccess) }),
      place,
    );
    if (submitted.needsConfirmation || submitted.repeated) return submitted;
    if (submitted.awaitsApproval) return submitted;
    return "When the card says so, send /cyclr api-clients within a day. It shows you the secret, once.";
  },
};
