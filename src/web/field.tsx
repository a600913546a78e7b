import type { Child } from "hono/jsx";

interface FieldProps {
  /** Also its id: what the error summary links to. */
  name: string;
  label: string;
  type?: "text" | "password";
  value?: string;
  autocomplete: string;
  optional?: boolean;
  minlength?: number;
  hint?: Child;
  error: string | undefined;
}

/** One labelled input, with what helps to fill it in and what was wrong with it. */
export function Field(props: FieldProps) {
  const { name, label, type = "text", value, autocomplete, optional = false, minlength, hint, error } = props;
  const notes = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={name}>
        {label}
        {optional && <span class="aside"> (optional)</span>}
      </label>
      {hint && (
        <p class="aside" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="fault" id={`${name}-error`}>
          <span class="unseen">Error: </span>
          {error}
        </p>
      )}
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        autocomplete={autocomplete}
        autocapitalize={type === "password" || name === "username" ? "none" : "words"}
        {...unchecked}
        dir={type === "text" ? "auto" : undefined}
        required={!optional}
        minlength={minlength}
        aria-describedby={notes || undefined}
        aria-invalid={error ? "true" : undefined}
      />
    </div>
  );
}

// hono/jsx takes it for a boolean attribute, and would leave out the "false" that says something.
const unchecked = { spellcheck: "false" } as unknown as { spellcheck: boolean };
