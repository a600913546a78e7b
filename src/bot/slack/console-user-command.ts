import { z } from "zod";
import { findConsoleUser } from "../../core/console-users/sign-in-console-user.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { DefinedRequest } from "../../core/kernel/requests/define-request.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { checkForm } from "./fields.ts";
import type { Command, Form } from "./command.ts";
import { consoleUserField } from "../console-users/grid-fields.ts";
import { readPhrase } from "./phrase.ts";
import { plain } from "./reopened-view.ts";

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
