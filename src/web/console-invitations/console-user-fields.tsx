import { passwordLength } from "../../core/secrets/password-fault.ts";
import type { FieldError } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import type { AcceptConsoleDraft } from "./accept-console-draft.ts";

const labels = {
  firstName: "First name",
  lastName: "Last name",
  password: "Password",
  passwordAgain: "Password again",
} as const;

/** In the order of the fields. */
export function consoleFieldErrors(errors: AcceptConsoleDraft["errors"]): FieldError[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    const sentence = errors[field as keyof typeof labels];
    return sentence ? [{ field, label, sentence }] : [];
  });
}

export function ConsoleUserFields({ draft: { values, errors } }: { draft: AcceptConsoleDraft }) {
  const common = (name: keyof typeof labels) => ({ name, label: labels[name], error: errors[name] });
  const secret = { type: "password", autocomplete: "new-password", minlength: passwordLength.min } as const;
  return (
    <>
      <Field {...common("firstName")} value={values.firstName} autocomplete="given-name" optional />
      <Field {...common("lastName")} value={values.lastName} autocomplete="family-name" optional />
      <Field
        {...common("password")}
        {...secret}
        hint={`At least ${passwordLength.min} characters, not your e-mail, and not a common password. A few words in a row are fine.`}
      />
      <Field {...common("passwordAgain")} {...secret} />
    </>
  );
}
