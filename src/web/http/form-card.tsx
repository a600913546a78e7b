import type { Child } from "hono/jsx";
import type { Draft } from "./form-route.ts";
import { Field, type FieldProps } from "./field.tsx";
import { formTokenField } from "./send-page.tsx";

export type FieldSpec = Omit<FieldProps, "error" | "value"> & { value?: string };

/** Heading of a page whose form is refused: it is announced with the title. */
export const titled = (title: string, { errors, alert }: Draft) =>
  Object.keys(errors).length > 0 || alert ? `Please check: ${title}` : title;

/** What has to be put right, or what was done. */
export function Told({ draft, fields }: { draft: Draft; fields: Pick<FieldSpec, "name" | "label">[] }) {
  const errors = fields.flatMap(({ name, label }) => {
    const sentence = draft.errors[name];
    return sentence ? [{ field: name, label, sentence }] : [];
  });
  const lead = draft.alert ?? (errors.length === 1 ? "One thing to put right:" : "Some things to put right:");
  if (errors.length > 0 || draft.alert) return <ErrorSummary lead={lead} errors={errors} />;
  return draft.said ? (
    <p class="said" role="status">
      {draft.said}
    </p>
  ) : null;
}

/** A form of ours. Sent to the page that it stands on. */
export function Form({ token, children }: { token: string; children?: Child }) {
  return (
    <form method="post" novalidate>
      <input type="hidden" name={formTokenField} value={token} />
      {children}
    </form>
  );
}

/** Fields, each with what was typed and what is wrong with it. */
export function Fields({ specs, draft }: { specs: FieldSpec[]; draft: Draft }) {
  const wrong = specs.find(({ name }) => draft.errors[name]);
  return (
    <>
      {specs.map((spec) => (
        <Field
          {...spec}
          {...(spec.type !== "password" && { value: draft.values[spec.name] ?? spec.value ?? "" })}
          error={draft.errors[spec.name]}
          first={spec === wrong}
        />
      ))}
    </>
  );
}

interface FormCardProps {
  heading: string;
  lead?: Child;
  specs: FieldSpec[];
  draft: Draft;
  token: string;
  button: string;
  children?: Child;
}

/** A page that is one form. */
export function FormCard({ heading, lead, specs, draft, token, button, children }: FormCardProps) {
  return (
    <>
      <Told draft={draft} fields={specs} />
      <section class="card narrow">
        <Form token={token}>
          <h1>{heading}</h1>
          {lead}
          <Fields specs={specs} draft={draft} />
          <button type="submit">{button}</button>
        </Form>
        {children}
      </section>
    </>
  );
}

export interface FieldError {
  field: string;
  label: string;
  sentence: string;
}

/** What has to be put right, at the top, each a link to its field: the first of them has the focus, or else this. */
export function ErrorSummary({ lead, errors }: { lead: string; errors: FieldError[] }) {
  return (
    <div class="errors" role="alert" tabindex={-1} autofocus={errors.length === 0}>
      <p>{lead}</p>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ field, label, sentence }) => (
            <li>
              <a href={`#${field}`}>
                {label}: {sentence}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
