import type { ViewOutput } from "@slack/bolt";
import type { FormValues } from "./form.ts";

type State = ViewOutput["state"]["values"][string][string];

/** The action id of checkboxes of which each stands for itself; elsewhere there is one tick, on or off. */
export const ticksAction = "ticks";

/** What a modal holds, by block id. Each block has one element. */
export function formValues(view: ViewOutput): FormValues {
  return Object.fromEntries(
    Object.entries(view.state.values).map(([block, elements]) => {
      const [action, state] = Object.entries(elements)[0] ?? [];
      return [block, valueOf(state, action === ticksAction)];
    }),
  );
}

function valueOf(state: State | undefined, ticks: boolean): string | string[] | boolean | undefined {
  if (state?.type === "file_input") return (state.files ?? []).map(({ id }) => id);
  const several = state?.selected_options?.map(({ value }) => value);
  if (state?.type === "checkboxes" && !ticks) return (several?.length ?? 0) > 0;
  if (state?.type === "checkboxes" || state?.type.startsWith("multi_")) return several ?? [];
  const moment = state?.selected_date_time;
  if (typeof moment === "number") return new Date(moment * 1000).toISOString();
  return state?.selected_option?.value ?? state?.selected_date ?? state?.value ?? undefined;
}
