import { openFormAction } from "../../core/home/openings.ts";
import type { Action } from "../action.ts";
import { commands } from "../commands/index.ts";

/** A button in the Home for each form that a command opens. */
export const openForms: Action[] = commands
  .flatMap(({ forms = [] }) => forms)
  .map((form) => ({ name: openFormAction(form.name), run: ({ openForm }) => openForm(form) }));
