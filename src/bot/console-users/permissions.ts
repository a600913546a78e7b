import { accessOf, readAccess } from "../../core/kernel/access/access.ts";
import { consoleUserById, removeConsoleUserInput } from "../../core/console-users/remove-console-user.ts";
import { findConsoleUser } from "../../core/console-users/sign-in-console-user.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { permissionsInput, setPermissionsRequest } from "../../core/console-users/set-permissions.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { consoleUserField, changeFields, gridFields, readGrid } from "./grid-fields.ts";
import { readPhrase } from "../slack/phrase.ts";
import { plain } from "../slack/reopened-view.ts";

const name = "permissions";
const kind = setPermissionsRequest;

const form: Form = {
  name,
  title: "Console permissions",

  async view(ctx, { user }) {
    await requirePermission(ctx, kind.needs, name);
    const about = user ? await findConsoleUser(ctx, user) : undefined;
    const grid = about ? gridFields(accessOf(about)) : changeFields();
    return { submit: plain("Continue"), blocks: [consoleUserField(about), ...grid] };
  },

  async submit(ctx, values, place) {
    await requirePermission(ctx, kind.needs, name);
    const { consoleUserId } = checkForm(removeConsoleUserInput, values);
    const user = await consoleUserById(ctx, consoleUserId);
    const asked = permissionsInput(user, readGrid(values, accessOf(user)));
    return submitRequest(ctx, kind, asked, place);
  },
};

export const permissions: Command = {
  name,
  area: "Console Users",
  summary: "set what a Console User may do",
  needs: kind.needs,
  usage: [
    "",
    "<Console User>",
    "<Console User> set users:edit, accounts:view",
    "<Console User> set full access",
    "<Console User> set none",
  ],
  example: "vera@northwind.example set accounts:view, users:view",
  changes: true,
  kind: "set-permissions",
  forms: [form],

  async run(call) {
    const { user, access } = readPhrase(call.words, { head: "user", keywords: { set: "access" } });
    if (!user || !access) return call.openForm(form, user ? { user } : {});
    const ctx = await call.context();
    // Before anybody is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, kind.needs, name);
    const after = readAccess(access);
    await call.submit(kind, permissionsInput(await findConsoleUser(ctx, user), after));
  },
};
