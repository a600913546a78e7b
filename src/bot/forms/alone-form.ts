import { z } from "zod";
import { aloneForm, aloneWords, approveAlone } from "../../core/requests/approve-alone.ts";
import { loadForRequester } from "../../core/requests/load-open-approval.ts";
import { checkForm } from "../check-form.ts";
import { textField } from "../fields.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

/** Has a requester with Full Access type that nobody else is there to approve. */
export const aloneApprovalForm: Form = {
  name: "approve-alone",
  title: "Go on alone",

  async view(ctx, { about = "" }) {
    await loadForRequester(ctx, about);
    const lead = `Nobody else can approve this. To go on alone, type: ${aloneWords}. The audit marks it.`;
    return {
      state: about,
      submit: plain("Go on alone"),
      blocks: [
        { type: "section", text: plain(lead) },
        textField({ id: "typed", label: "Confirmation", max: 100 }),
      ],
    };
  },

  async submit(ctx, values, _place, { state }) {
    await approveAlone(ctx, z.uuid().parse(state), checkForm(aloneForm, values));
    return undefined;
  },
};
