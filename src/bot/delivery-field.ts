import type { InputBlock } from "@slack/types";
import { selectField } from "./fields.ts";
import type { FormValues } from "./form.ts";

const file = "file";

/** On screen, or as a file. */
export function deliveryField(): InputBlock {
  return selectField({
    id: "delivery",
    label: "How",
    choices: [
      { value: "here", text: "Show it here" },
      {
        value: file,
        text: "Send all of it as a CSV file",
        description: "To you alone, in your direct messages.",
      },
    ],
    chosen: "here",
  });
}

export const asksForFile = (values: FormValues): boolean => values["delivery"] === file;

export function sentAsFile(words: string): string {
  return `Sent to you as a file, in the direct messages of this app: ${words}`;
}
