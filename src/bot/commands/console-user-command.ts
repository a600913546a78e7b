import { z } from "zod";
import { findConsoleUser } from "../../core/console-users/find-console-user.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { DomainError } from "../../core/errors.ts";
import type { DefinedRequest } from "../../core/requests/define-request.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { consoleUserField } from "../console-user-field.ts";
import type { Form } from "../form.ts";
import { readPhrase } from "../phrase.ts";
import { plain } from "../plain-text.ts";

const input = z.object({ consoleUserId: z.uuid("Choose a Console User.") });

interface ConsoleUserCommand extends Pick<Command, "name" | "summary" | "example"> {
  /** Of its form. */
  title: string;
  kind: DefinedRequest<{ consoleUserId: string }>;
}

/** A command on one Console User, whole on one line or by its form. */
export function consoleUserCommand({ title, kind, ...texts }: ConsoleUserCommand): Command {
  const form: Form = {
    name: texts.name,
    title,

    async view(ctx) {
      await requirePermission(ctx, kind.needs, texts.name);
      return { submit: plain("Continue"), blocks: [consoleUserField()] };
    },

    async submit(ctx, values, place) {
      try {
        return await submitRequest(ctx, kind, checkForm(input, values), place);
      } catch (error) {
        throw atItsOnlyField(error);
      }
    },
  };
  return {
    ...texts,
    area: "Console Users",
    needs: kind.needs,
    usage: ["", "<Console User: e-mail, name or @mention>"],
    changes: true,
    forms: [form],

    async run(call) {
      const { user } = readPhrase(call.words, { head: "user" });
      if (!user) return call.openForm(form);
      const ctx = await call.context();
      // Before anybody is looked up, so that names are told to nobody who may not know them.
      await requirePermission(ctx, kind.needs, texts.name);
      await call.submit(kind, { consoleUserId: (await findConsoleUser(ctx, user)).id });
    },
  };
}

function atItsOnlyField(error: unknown): unknown {
  if (!(error instanceof DomainError) || !error.field) return error;
  return new DomainError(error.code, error.message, "consoleUserId");
}
