import { passwordLength } from "../../core/secrets/password-fault.ts";
import type { FieldSpec } from "../form-card.tsx";

const secret = { type: "password", autocomplete: "new-password", minlength: passwordLength.min } as const;

export const passwordHint = `At least ${passwordLength.min} characters, not your user ID or e-mail, and not a common password. A few words in a row are fine.`;

/** A new password, typed twice. */
export const newPasswordFields: FieldSpec[] = [
  { name: "password", label: "New password", ...secret, hint: passwordHint },
  { name: "passwordAgain", label: "New password again", ...secret },
];
