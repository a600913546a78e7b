import type { Child } from "hono/jsx";

export interface FieldProps {
  /** Also its id: what the error summary links to. */
  name: string;
  label: string;
  type?: "text" | "password" | "email" | "lines" | "tick";
  value?: string;
  autocomplete?: string;
  /** How a telephone's keyboard begins. */
  capitals?: "none" | "words" | "sentences";
  optional?: boolean;
  minlength?: number;
  /** The id of a datalist that stands on the same page. */
  list?: string;
  hint?: Child;
  error: string | undefined;
  /** Has the focus when the page opens. */
  first?: boolean;
}

/** One labelled input, with what helps to fill it in and what was wrong with it. */
export function Field(props: FieldProps) {
  const { name, label, type = "text", optional = false, hint, error } = props;
  const notes = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  const described = {
    autofocus: props.first,
    "aria-describedby": notes || undefined,
    "aria-invalid": error ? "true" : undefined,
  } as const;
  if (type === "tick") return <Tick {...props} notes={described} />;
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
      {type === "lines" ? <Lines {...props} notes={described} /> : <Input {...props} notes={described} />}
    </div>
  );
}

type Described = FieldProps & { notes: Record<string, string | boolean | undefined> };

function Input(props: Described) {
  const {
    name,
    type = "text",
    value,
    autocomplete = "off",
    optional = false,
    minlength,
    list,
    notes,
  } = props;
  const { capitals = type === "text" && name !== "username" ? "words" : "none" } = props;
  return (
    <input
      id={name}
      name={name}
      type={type}
      value={value}
      autocomplete={autocomplete}
      autocapitalize={capitals}
      {...unchecked}
      dir={type === "text" ? "auto" : undefined}
      required={!optional}
      minlength={minlength}
      list={list}
      {...notes}
    />
  );
}

function Lines({ name, value = "", optional = false, notes }: Described) {
  return (
    <textarea id={name} name={name} rows={4} dir="auto" required={!optional} {...notes}>
      {value}
    </textarea>
  );
}

function Tick({ name, label, value, hint, notes }: Described) {
  return (
    <div class="field tick">
      <input id={name} name={name} type="checkbox" value="on" checked={value === "on"} {...notes} />
      <label for={name}>{label}</label>
      {hint && (
        <p class="aside" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

// hono/jsx takes it for a boolean attribute, and would leave out the "false" that says something.
const unchecked = { spellcheck: "false" } as unknown as { spellcheck: boolean };
