import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { type Access, accessOf, grantableAreas, readAccess } from "../../core/kernel/access/access.ts";
import { consoleUserById, removeConsoleUserInput } from "../../core/console-users/remove-console-user.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { permissionsInput, setPermissionsRequest } from "../../core/console-users/set-permissions.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { consoleUserField, changeFields, gridFields, readGrid } from "./grid-fields.ts";
import { type LineArg, readLine, type Reading } from "../slack/read-line.ts";
import { filled } from "../slack/request-command.ts";
import { textOf, tidy, type Word } from "../slack/words.ts";
import { namedConsoleUser } from "./freeze-console-user.ts";
import { plain } from "../slack/reopened-view.ts";

const name = "permissions";
const kind = setPermissionsRequest;

const form: Form = {
  name,
  title: "Console permissions",

  async view(ctx, { user, access }) {
    await requirePermission(ctx, kind.needs, name);
    const notices: string[] = [];
    const about = await filled(notices, user, (typed) => (typed ? namedConsoleUser(ctx, typed) : undefined));
    const asked = await filled(notices, access, (typed) => (typed ? readAccess(typed) : undefined));
    const before = about && accessOf(about);
    const grid = before ? gridFields(asked ? together(before, asked) : before) : changeFields(asked);
    return { submit: plain("Continue"), blocks: [consoleUserField(about), ...grid], notices };
  },

  async submit(ctx, values, place) {
    await requirePermission(ctx, kind.needs, name);
    const { consoleUserId } = checkForm(removeConsoleUserInput, values);
    const user = await consoleUserById(ctx, consoleUserId);
    const asked = permissionsInput(user, readGrid(values, accessOf(user)));
    return submitRequest(ctx, kind, asked, place);
  },
};

const args: LineArg[] = [{ name: "user" }, { name: "access", keyword: "set" }];

/** Without “set” the first area, or “full”, begins what is asked for: a guess, since “set” takes the rest away. */
function read(words: Word[]): Reading {
  const { typed, doubts } = readLine(args, words);
  const at = words.findIndex((word, index) => index > 0 && !word.quoted && beginsAccess(word.text));
  if (typed["access"] || at === -1) return { typed, doubts };
  const user = textOf(words.slice(0, at));
  const access = tidy(textOf(words.slice(at)));
  const [verb = ""] = takes.exec(user) ?? [];
  if (verb)
    return {
      typed: { user: user.slice(0, -verb.length) },
      doubts: [
        `To take “${shorten(access, 60)}” away, choose what stays in this form, and send it from here.`,
      ],
    };
  const doubt = `I read “${user}” and “${access}”; what else they may do stays in this form as it is. Check it, and send it from here.`;
  return {
    typed: { user: user.replace(/\s+(?:to|may|can|gets?|add|also|plus|give|grant)$/iu, ""), access },
    doubts: [doubt],
  };
}

/** What says that something is to go, where it would be ticked. */
const takes = /\s+(?:not|no|never|without|minus|remove|revoke|drop|less|take|lose|loses)$/iu;

const beginsAccess = (text: string): boolean =>
  /^(?:full|none|nothing)\b/iu.test(text) ||
  grantableAreas().some((area) => new RegExp(`^${area}(?![\\w-])`, "iu").test(text));

/** What somebody has, and what is asked for besides. */
const together = (before: Access, asked: Access): Access => ({
  fullAccess: asked.fullAccess,
  permissions: { ...before.permissions, ...asked.permissions },
});

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

  read,

  async run(call) {
    const { typed, doubts } = read(call.words);
    const { user, access } = typed;
    if ((!user || !access) && doubts.length === 0) return call.openForm(form, typed);
    const ctx = await call.context();
    // Before anybody is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, kind.needs, name);
    if (doubts.length > 0 || !user || !access) throw new DomainError("invalid", doubts.join(" "));
    const after = readAccess(tidy(access));
    const found = await namedConsoleUser(ctx, user);
    call.understood();
    await call.submit(kind, permissionsInput(found, after));
  },
};
