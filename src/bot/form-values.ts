import type { ViewOutput } from "@slack/bolt";
import type { FormValues } from "./form.ts";

type State = ViewOutput["state"]["values"][string][string];

/** What a modal holds, by block id. Each block has one element. */
export function formValues(view: ViewOutput): FormValues {
  return Object.fromEntries(
    Object.entries(view.state.values).map(([block, elements]) => [
      block,
      valueOf(Object.values(elements)[0]),
    ]),
  );
}

function valueOf(state: State | undefined): string | boolean | undefined {
  if (state?.type === "checkboxes") return (state.selected_options?.length ?? 0) > 0;
  return state?.selected_option?.value ?? state?.value ?? undefined;
}
