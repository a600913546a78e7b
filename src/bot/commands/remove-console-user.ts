import { findConsoleUser } from "../../core/console-users/find-console-user.ts";
import {
  removeConsoleUserInput,
  removeConsoleUserRequest,
} from "../../core/console-users/remove-console-user.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { DomainError } from "../../core/errors.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { consoleUserField } from "../console-user-field.ts";
import type { Form } from "../form.ts";
import { readPhrase } from "../phrase.ts";
import { plain } from "../plain-text.ts";

const name = "remove-console-user";
const kind = removeConsoleUserRequest;

const form: Form = {
  name,
  title: "Remove a Console User",

  async view(ctx) {
    await requirePermission(ctx, kind.needs, name);
    return { submit: plain("Continue"), blocks: [consoleUserField()] };
  },

  async submit(ctx, values, place) {
    try {
      return await submitRequest(ctx, kind, checkForm(removeConsoleUserInput, values), place);
    } catch (error) {
      throw atItsOnlyField(error);
    }
  },
};

export const removeConsoleUser: Command = {
  name,
  area: "Console Users",
  summary: "take somebody out of the Console, and stop what they asked for",
  needs: kind.needs,
  usage: ["", "<Console User: e-mail, name or @mention>"],
  example: "nora@northwind.example",
  changes: true,
  forms: [form],

  async run(call) {
    const { user } = readPhrase(call.words, { head: "user" });
    if (!user) return call.openForm(form);
    const ctx = await call.context();
    // Before anybody is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, kind.needs, name);
    await call.submit(kind, { consoleUserId: (await findConsoleUser(ctx, user)).id });
  },
};

function atItsOnlyField(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.field !== "fullAccess") return error;
  return new DomainError(error.code, error.message, "consoleUserId");
}
