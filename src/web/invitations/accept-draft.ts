import { type AcceptInvitationForm, acceptInvitationForm } from "../../core/invitations/accept-invitation.ts";
import { passwordFault } from "../../core/kernel/secrets/password-fault.ts";

type AcceptField = keyof AcceptInvitationForm;

/** A form on its way: what was typed, but for passwords, and what is wrong with it. */
export interface AcceptDraft {
  values: { username: string; firstName: string; lastName: string };
  errors: Partial<Record<AcceptField, string>>;
  /** What concerns no single field. */
  alert?: string;
}

/** The e-mail as user ID, where it can be one. */
export function firstDraft(email: string): AcceptDraft {
  const { success } = acceptInvitationForm.shape.username.safeParse(email);
  return { values: { username: success ? email : "", firstName: "", lastName: "" }, errors: {} };
}

export function readAcceptForm(form: URLSearchParams): AcceptInvitationForm {
  return {
    username: text(form, "username"),
    firstName: text(form, "firstName"),
    lastName: text(form, "lastName"),
    password: text(form, "password"),
    passwordAgain: text(form, "passwordAgain"),
  };
}

/** The form as the use case takes it, or everything wrong with it that can be said without the database. */
export function checkAcceptForm(
  typed: AcceptInvitationForm,
  email: string,
): { form?: AcceptInvitationForm; errors?: AcceptDraft["errors"] } {
  const { data, error } = acceptInvitationForm.safeParse(typed);
  const errors: AcceptDraft["errors"] = {};
  for (const { path, message } of error?.issues ?? []) errors[path[0] as AcceptField] ??= message;
  const fault = passwordFault(typed.password, [typed.username, email]);
  if (fault) errors.password = fault;
  return data && !fault ? { form: data } : { errors };
}

export function isAcceptField(name: string | undefined): name is AcceptField {
  return name !== undefined && name in acceptInvitationForm.shape;
}

function text(form: URLSearchParams, name: AcceptField): string {
  return form.get(name) ?? "";
}
