import type { InputBlock, ModalView } from "@slack/types";
import { checkForm } from "./check-form.ts";
import { textField } from "./fields.ts";
import type { FormValues } from "./form.ts";
import { reasonInput } from "../core/requests/reason-input.ts";

const reasonBlock = "because";

/** Why it is asked for: in every form of a command that may need approval, unless it has such a field of its own. */
export function withReason(blocks: ModalView["blocks"]): ModalView["blocks"] {
  const own = blocks.some((block) => block.block_id === reasonBlock);
  const asks = blocks.some(({ type }) => type === "input");
  return own || !asks ? blocks : [...blocks, reasonField()];
}

function reasonField(): InputBlock {
  const hint = "For those who may have to approve it.";
  return textField({ id: reasonBlock, label: "Because", hint, optional: true, lines: true, max: 300 });
}

/** What was written there. Throws invalid, at the field. */
export function reasonIn(values: FormValues): { reason?: string } {
  const { because } = checkForm(reasonInput, { because: values[reasonBlock] });
  return because ? { reason: because } : {};
}
