import type { InputBlock, PlainTextOption, ModalView } from "@slack/types";
import { plain } from "./reopened-view.ts";
import { ticksAction, type FormValues } from "./command.ts";
import { reasonInput } from "../../core/kernel/requests/reason-input.ts";
import type { z } from "zod";
import { DomainError } from "../../core/kernel/errors.ts";

interface Field {
  /** The name of the use case's input, so that an error finds its field. */
  id: string;
  label: string;
  hint?: string;
  optional?: boolean;
}

export interface Choice {
  text: string;
  value: string;
  description?: string;
}

export function textField(
  field: Field & { value?: string | undefined; lines?: boolean; max?: number },
): InputBlock {
  const { id, value, lines = false, max = 3000 } = field;
  return input(field, {
    type: "plain_text_input",
    action_id: id,
    multiline: lines,
    max_length: max,
    ...(value && { initial_value: value.slice(0, max) }),
  });
}

export function emailField(field: Field & { value?: string | undefined }): InputBlock {
  const { id, value } = field;
  return input(field, {
    type: "email_text_input",
    action_id: id,
    // Slack takes no more, and nothing else.
    ...(value && value.length <= 254 && value.includes("@") && { initial_value: value }),
    placeholder: plain("name@company.com"),
  });
}

/** A date with a time, in the reader's own zone. */
export function momentField(field: Field & { value?: Date | undefined }): InputBlock {
  const { id, value } = field;
  const seconds = value && Math.floor(value.getTime() / 1000);
  return input(field, {
    type: "datetimepicker",
    action_id: id,
    ...(seconds && { initial_date_time: seconds }),
  });
}

/** One tick, on or off. */
export function tickField(field: Field & { tick: string; what?: string; on?: boolean }): InputBlock {
  const option: PlainTextOption = {
    value: "yes",
    text: plain(field.tick, 75),
    ...(field.what && { description: plain(field.what, 75) }),
  };
  return input(
    { ...field, optional: true },
    {
      type: "checkboxes",
      action_id: field.id,
      options: [option],
      ...(field.on && { initial_options: [option] }),
    },
  );
}

/** Several ticks of which each stands for itself: ten at most, as Slack has it. */
export function ticksField(field: Field & { choices: Choice[]; chosen?: string[] }): InputBlock {
  const options = field.choices.map(option);
  const initial = options.filter(({ value }) => field.chosen?.includes(value ?? ""));
  return input(
    { ...field, optional: true },
    {
      type: "checkboxes",
      action_id: ticksAction,
      options,
      ...(initial.length > 0 && { initial_options: initial }),
    },
  );
}

export function selectField(field: Field & { choices: Choice[]; chosen?: string | undefined }): InputBlock {
  const options = field.choices.slice(0, 100).map(option);
  const initial = options.find(({ value }) => value === field.chosen);
  return input(field, {
    type: "static_select",
    action_id: field.id,
    options,
    ...(initial && { initial_option: initial }),
  });
}

/** One text file that somebody uploads or has uploaded. */
export function fileField(field: Field & { types: string[] }): InputBlock {
  return input(field, { type: "file_input", action_id: field.id, filetypes: field.types, max_files: 1 });
}

/** A day, as YYYY-MM-DD. */
export function dateField(field: Field & { value?: string | undefined }): InputBlock {
  const { id, value } = field;
  return input(field, { type: "datepicker", action_id: id, ...(value && { initial_date: value }) });
}

/** A search; `source` names what answers it, in the index.ts of its feature. */
export function searchField(field: Field & { source: string; chosen?: Choice | undefined }): InputBlock {
  return input(field, {
    type: "external_select",
    action_id: field.source,
    min_query_length: 0,
    ...(field.chosen && { initial_option: option(field.chosen) }),
  });
}

/** A search for several. */
export function searchManyField(field: Field & { source: string; chosen?: Choice[] }): InputBlock {
  const initial = (field.chosen ?? []).map(option);
  return input(field, {
    type: "multi_external_select",
    action_id: field.source,
    min_query_length: 0,
    ...(initial.length > 0 && { initial_options: initial }),
  });
}

export function option({ text, value, description }: Choice): PlainTextOption {
  return {
    text: plain(text, 75),
    value,
    ...(description && { description: plain(description, 75) }),
  };
}

function input({ id, label, hint, optional = false }: Field, element: InputBlock["element"]): InputBlock {
  return {
    type: "input",
    block_id: id,
    optional,
    label: plain(label),
    element,
    ...(hint && { hint: plain(hint, 2000) }),
  };
}

const reasonBlock = "because";

/** Why it is asked for: in every form of a command that may need approval, unless it has such a field of its own. */
export function withReason(blocks: ModalView["blocks"], typed?: string): ModalView["blocks"] {
  const own = blocks.some((block) => block.block_id === reasonBlock);
  const asks = blocks.some(({ type }) => type === "input");
  return own || !asks ? blocks : [...blocks, reasonField(typed)];
}

function reasonField(value: string | undefined): InputBlock {
  const hint = "For the people who may have to approve it.";
  return textField({ id: reasonBlock, label: "Because", hint, value, optional: true, lines: true, max: 300 });
}

/** What was written there. Throws invalid, at the field. */
export function reasonIn(values: FormValues): { reason?: string } {
  const { because } = checkForm(reasonInput, { because: values[reasonBlock] });
  return because ? { reason: because } : {};
}

/** What the use case takes, or the first fault, at its field; `shownAs` names the fields that the form calls otherwise. */
export function checkForm<Schema extends z.ZodType>(
  schema: Schema,
  values: unknown,
  shownAs: Record<string, string> = {},
): z.infer<Schema> {
  const read = schema.safeParse(values);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.map(String)[0];
  throw new DomainError(
    "invalid",
    issue?.message ?? "Something in this form is not right.",
    field && (shownAs[field] ?? field),
  );
}

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
        description: "Only to you, in a direct message.",
      },
    ],
    chosen: "here",
  });
}

export const asksForFile = (values: FormValues): boolean => values["delivery"] === file;

export function sentAsFile(words: string): string {
  return `Sent to you as a file, in a direct message: ${words}`;
}
