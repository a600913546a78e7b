import { loadAccount } from "../../core/kernel/levels/load-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { setAdministratorsRequest } from "../../core/memberships/set-administrators.ts";
import type { Action, Click } from "../slack/action.ts";
import {
  administratorsPage,
  administratorsPageAction,
  firstAdministratorsAction,
  readPending,
  searchAdministratorsAction,
  withPage,
  wordsIn,
} from "./administrators-page.ts";
import { adminsForm } from "./admins-form.ts";
import { formState } from "../slack/submit-form.ts";
import { formValues } from "../slack/command.ts";

/** Turns the page of a long list of ticks; what was ticked on the one before is kept. */
async function turn({ modal, context, redraw }: Click, after: string | undefined): Promise<void> {
  if (!modal) return;
  const ctx = await context();
  await requirePermission(ctx, setAdministratorsRequest.needs, adminsForm.name);
  const values = formValues(modal);
  const before = readPending(formState(modal));
  if (!before) return;
  const pending = withPage(before, values);
  const account = await loadAccount(ctx.db, pending.accountId);
  const place = { words: wordsIn(values), after };
  await redraw(adminsForm, await administratorsPage(ctx, account, pending, place));
}

export const administratorsPages: Action[] = [
  { name: administratorsPageAction, run: (click) => turn(click, click.value) },
  { name: searchAdministratorsAction, run: (click) => turn(click, undefined) },
  { name: firstAdministratorsAction, run: (click) => turn(click, undefined) },
];
