import { createApiClientInput, createApiClientRequest } from "../../core/api-clients/create-api-client.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import { textField } from "../fields.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

const name = "api-clients";
const { needs } = createApiClientRequest;

export const apiClientsForm: Form = {
  name,
  title: "New API client",

  async view(ctx) {
    await requirePermission(ctx, needs, name);
    const some = await ctx.db.account.findFirst({ select: { id: true } });
    const account = {
      label: "Only for the Account",
      hint: "Left empty, it reaches every Account.",
      optional: true,
    };
    return {
      submit: plain("Make it"),
      blocks: [
        textField({ id: "name", label: "Name", hint: "What calls the API with it.", max: 100 }),
        ...(some ? [await accountField(ctx, account)] : []),
      ],
    };
  },

  async submit(ctx, values, place) {
    const submitted = await submitRequest(
      ctx,
      createApiClientRequest,
      checkForm(createApiClientInput, values),
      place,
    );
    if (submitted.asked || submitted.repeated) return submitted;
    return "When its card says so, send /cyclr api-clients: it shows you the secret, once, within a day.";
  },
};
