import { passwordLength } from "../../core/secrets/password-fault.ts";
import type { FieldError } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { passwordHint } from "../passwords/new-password-fields.ts";
import type { AcceptDraft } from "../invitations/accept-draft.ts";

const labels = {
  username: "User ID",
  firstName: "First name",
  lastName: "Last name",
  password: "Password",
  passwordAgain: "Password again",
} as const;

/** In the order of the fields. */
export function fieldErrors(errors: AcceptDraft["errors"]): FieldError[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    const sentence = errors[field as keyof typeof labels];
    return sentence ? [{ field, label, sentence }] : [];
  });
}

export function NewUserFields({ draft: { values, errors } }: { draft: AcceptDraft }) {
  const common = (name: keyof typeof labels) => ({ name, label: labels[name], error: errors[name] });
  const secret = { type: "password", autocomplete: "new-password", minlength: passwordLength.min } as const;
  return (
    <>
      <Field
        {...common("username")}
        value={values.username}
        autocomplete="username"
        hint={
          <>
            Your e-mail, or 3 or more letters, digits and <span class="together">. _ @ + -</span>
          </>
        }
      />
      <Field {...common("firstName")} value={values.firstName} autocomplete="given-name" optional />
      <Field {...common("lastName")} value={values.lastName} autocomplete="family-name" optional />
      <Field {...common("password")} {...secret} hint={passwordHint} />
      <Field {...common("passwordAgain")} {...secret} />
    </>
  );
}
