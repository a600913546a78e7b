import { passwordFault } from "../../core/secrets/password-fault.ts";
import { type SetPasswordForm, setPasswordForm } from "../../core/users/set-password.ts";

type PasswordField = keyof SetPasswordForm;

/** What is wrong with a form on its way. What was typed is never shown again. */
export interface PasswordDraft {
  errors: Partial<Record<PasswordField, string>>;
  /** What concerns no single field. */
  alert?: string;
}

export function readPasswordForm(form: URLSearchParams): SetPasswordForm {
  return { password: form.get("password") ?? "", passwordAgain: form.get("passwordAgain") ?? "" };
}

/** Everything wrong with the form that can be said without the database. */
export function passwordErrors(
  typed: SetPasswordForm,
  names: (string | undefined)[],
): PasswordDraft["errors"] | undefined {
  const errors: PasswordDraft["errors"] = {};
  const fault = passwordFault(typed.password, names);
  const issues = setPasswordForm.safeParse(typed).error?.issues ?? [];
  for (const { path, message } of issues) errors[path[0] as PasswordField] ??= message;
  if (fault) return { password: fault };
  return issues.length > 0 ? errors : undefined;
}

export function isPasswordField(name: string | undefined): name is PasswordField {
  return name === "password" || name === "passwordAgain";
}
