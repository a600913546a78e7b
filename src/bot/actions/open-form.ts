import { z } from "zod";
import { openFormAction } from "../../core/home/openings.ts";
import type { Action } from "../action.ts";
import { commands } from "../commands/index.ts";

const typedValue = z.record(z.string(), z.string());

/** What a form is to hold from the start; the Home's buttons carry the form's name, and nothing else. */
function typedIn(value: string): Record<string, string> {
  return value.startsWith("{") ? typedValue.parse(JSON.parse(value)) : {};
}

/** A button for each form that a command opens: in the Home, and under lists. */
export const openForms: Action[] = commands
  .flatMap(({ forms = [] }) => forms)
  .map((form) => ({
    name: openFormAction(form.name),
    run: ({ value, openForm }) => openForm(form, typedIn(value)),
  }));
