import type { Draft } from "../draft.ts";
import { Field } from "../field.tsx";
import { Fields, type FieldSpec, Form, Told } from "../form-card.tsx";
import type { StepDraft } from "./step-drafts.ts";

export const cycleFields: FieldSpec[] = [
  { name: "name", label: "Name", capitals: "sentences" },
  { name: "description", label: "Description", type: "lines", optional: true },
];

const blank: StepDraft = { name: "", connector: "", method: "", values: "" };

interface CycleFormProps {
  heading: string;
  draft: Draft;
  token: string;
  button: string;
  /** What stands on the row that is adjusted. */
  version?: number;
}

/** A Cycle to build or to adjust: its steps in their order, and room for one more. */
export function CycleForm({ heading, draft, token, button, version }: CycleFormProps) {
  const steps = JSON.parse(draft.values["steps"] ?? "[]") as StepDraft[];
  return (
    <>
      <Told draft={draft} fields={cycleFields} />
      <section class="card narrow">
        <Form token={token}>
          <h1>{heading}</h1>
          {version !== undefined && <input type="hidden" name="version" value={version} />}
          <Fields specs={cycleFields} draft={draft} />
          {[...steps, blank].map((step, index) => (
            <Step step={step} index={index} isNew={index === steps.length} />
          ))}
          <button type="submit">{button}</button>
        </Form>
      </section>
    </>
  );
}

function Step({ step, index, isNew }: { step: StepDraft; index: number; isNew: boolean }) {
  const at = (part: keyof StepDraft) => ({
    name: `step-${index}-${part}`,
    value: step[part],
    error: undefined,
  });
  return (
    <fieldset>
      <legend>{isNew ? "One more step" : `Step ${index + 1}`}</legend>
      <Field {...at("name")} label="What it does" capitals="sentences" optional />
      <Field {...at("connector")} label="Connector" capitals="none" optional />
      <Field {...at("method")} label="Method" capitals="none" optional />
      <Field
        {...at("values")}
        label="Values"
        type="lines"
        optional
        hint={isNew ? "A line each, as in: Channel = #sales" : undefined}
      />
    </fieldset>
  );
}
