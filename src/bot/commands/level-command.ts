import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { membershipInput } from "../../core/memberships/grant-administrator.ts";
import type { DefinedRequest } from "../../core/requests/define-request.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { findUser } from "../../core/users/find-user.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { searchField } from "../fields.ts";
import type { Form } from "../form.ts";
import { readPhrase } from "../phrase.ts";
import { plain } from "../plain-text.ts";

interface LevelCommand extends Pick<Command, "name" | "summary" | "example"> {
  title: string;
  kind: DefinedRequest<{ userId: string; accountId: string }>;
}

/** A command on one User in one Account, whole on one line or by its form. */
export function levelCommand({ title, kind, ...texts }: LevelCommand): Command {
  const form: Form = {
    name: texts.name,
    title,
    async view(ctx) {
      await requirePermission(ctx, kind.needs, texts.name);
      return {
        submit: plain("Continue"),
        blocks: [searchField({ id: "userId", label: "User", source: "user" }), await accountField(ctx)],
      };
    },
    submit: (ctx, values, place) => submitRequest(ctx, kind, checkForm(membershipInput, values), place),
  };
  return {
    ...texts,
    area: "Users",
    needs: kind.needs,
    usage: ["", "<user ID or e-mail> on <Account: API ID or name>"],
    changes: true,
    forms: [form],
    async run(call) {
      const { user, account } = readPhrase(call.words, { head: "user", keywords: { on: "account" } });
      if (!user || !account) return call.openForm(form);
      const ctx = await call.context();
      // Before anything is looked up, so that names are told to nobody who may not know them.
      await requirePermission(ctx, kind.needs, texts.name);
      const found = {
        userId: (await findUser(ctx, user)).id,
        accountId: (await findAccount(ctx, account)).id,
      };
      await call.submit(kind, found);
    },
  };
}
