import {
  type AcceptConsoleInvitationForm,
  acceptConsoleInvitationForm,
} from "../../core/console-users/accept-console-invitation.ts";
import { passwordFault } from "../../core/secrets/password-fault.ts";

type AcceptField = keyof AcceptConsoleInvitationForm;

/** A form on its way: what was typed, but for passwords, and what is wrong with it. */
export interface AcceptConsoleDraft {
  values: { firstName: string; lastName: string };
  errors: Partial<Record<AcceptField, string>>;
  /** What concerns no single field. */
  alert?: string;
}

export const emptyDraft: AcceptConsoleDraft = { values: { firstName: "", lastName: "" }, errors: {} };

export function readConsoleForm(form: URLSearchParams): AcceptConsoleInvitationForm {
  const text = (name: AcceptField) => form.get(name) ?? "";
  return {
    firstName: text("firstName"),
    lastName: text("lastName"),
    password: text("password"),
    passwordAgain: text("passwordAgain"),
  };
}

/** The form as the use case takes it, or everything wrong with it that can be said without the database. */
export function checkConsoleForm(
  typed: AcceptConsoleInvitationForm,
  email: string,
): { form: AcceptConsoleInvitationForm } | { errors: AcceptConsoleDraft["errors"] } {
  const { data, error } = acceptConsoleInvitationForm.safeParse(typed);
  const errors: AcceptConsoleDraft["errors"] = {};
  for (const { path, message } of error?.issues ?? []) errors[path[0] as AcceptField] ??= message;
  const fault = passwordFault(typed.password, [email]);
  if (fault) errors.password = fault;
  return data && !fault ? { form: data } : { errors };
}

export function isConsoleField(name: string | undefined): name is AcceptField {
  return name !== undefined && name in acceptConsoleInvitationForm.shape;
}
