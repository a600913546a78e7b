import type { InputBlock, PlainTextOption } from "@slack/types";
import { shorten } from "../core/chat/mrkdwn.ts";
import { plain } from "./plain-text.ts";
import { ticksAction } from "./form-values.ts";

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
    ...(value && value.length <= 254 && { initial_value: value }),
    placeholder: plain("name@company.com"),
  });
}

/** A date with a time, in the reader's own zone. */
export function momentField(field: Field): InputBlock {
  return input(field, { type: "datetimepicker", action_id: field.id });
}

/** One tick, on or off. */
export function tickField(field: Field & { tick: string; what?: string; on?: boolean }): InputBlock {
  const option: PlainTextOption = {
    value: "yes",
    text: plain(shorten(field.tick, 75)),
    ...(field.what && { description: plain(shorten(field.what, 75)) }),
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

/** A search; `source` names what answers it, in option-sources.ts. */
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
    text: plain(shorten(text, 75)),
    value,
    ...(description && { description: plain(shorten(description, 75)) }),
  };
}

function input({ id, label, hint, optional = false }: Field, element: InputBlock["element"]): InputBlock {
  return {
    type: "input",
    block_id: id,
    optional,
    label: plain(label),
    element,
    ...(hint && { hint: plain(shorten(hint, 2000)) }),
  };
}
