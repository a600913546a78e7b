import { z } from "zod";
import { denialForm, denyRequest } from "../../core/requests/deny-request.ts";
import { loadForApprover } from "../../core/requests/load-open-approval.ts";
import { checkForm } from "../check-form.ts";
import { textField } from "../fields.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

/** Asks why, before a request is denied. */
export const denyForm: Form = {
  name: "deny-request",
  title: "Deny",

  async view(ctx, { about = "" }) {
    await loadForApprover(ctx, about);
    const hint = "The one who asked reads it in the thread.";
    return {
      state: about,
      submit: plain("Deny"),
      blocks: [textField({ id: "reason", label: "Why", hint, lines: true, max: 300 })],
    };
  },

  async submit(ctx, values, _place, { state }) {
    await denyRequest(ctx, z.uuid().parse(state), checkForm(denialForm, values));
    return undefined;
  },
};
