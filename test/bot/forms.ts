import type { Command, Form } from "../../src/bot/slack/command.ts";
import { plain } from "../../src/bot/slack/reopened-view.ts";

/** A form of two fields, each of whose halves a test can replace. */
export interface TestForm extends Form {
  onView: () => Promise<void>;
  onSubmit: Form["submit"];
}

export function testForm(): TestForm {
  const form: TestForm = {
    name: "test-form",
    title: "A form",
    onView: async () => undefined,
    onSubmit: async () => undefined,
    async view(ctx, typed) {
      await form.onView();
      const input = (name: string, value = "") => ({
        type: "input" as const,
        block_id: name,
        label: plain(name),
        optional: true,
        element: { type: "plain_text_input" as const, action_id: name, initial_value: value },
      });
      return {
        submit: plain("Send"),
        blocks: [input("email", typed["email"] ?? ctx.actor.name), input("account")],
      };
    },
    submit: (...given) => form.onSubmit(...given),
  };
  return form;
}

export const command = (form: Form, run: Command["run"]): Command => ({
  name: "form",
  area: "Users",
  summary: "opens a form",
  usage: [""],
  example: "",
  forms: [form],
  run,
});
