import type { CycleStep } from "../../core/cycles/adjust-cycle.ts";
import type { ConnectorChoices } from "../../core/library/list-step-choices.ts";
import { Field } from "../http/field.tsx";
import { Fields, type FieldSpec, Form } from "../http/form-card.tsx";
import type { Draft } from "../http/form-route.ts";
import { type Arranged, choiceValue, type StepDraft } from "./step-drafts.ts";

export const cycleFields: FieldSpec[] = [
  { name: "name", label: "Name", capitals: "sentences" },
  { name: "description", label: "Description", type: "lines", optional: true },
];

interface CycleFormProps {
  heading: string;
  draft: Draft;
  token: string;
  choices: ConnectorChoices[];
  /** What stands on the row that is adjusted. */
  version?: number;
}

/** A Cycle to build or to adjust: Start, and below it its steps, to move, remove and add. */
export function CycleForm({ heading, draft, token, choices, version }: CycleFormProps) {
  const steps = JSON.parse(draft.values["steps"] ?? "[]") as StepDraft[];
  const arranged = draft.values["arranged"]
    ? (JSON.parse(draft.values["arranged"]) as Pick<Arranged, "at" | "did">)
    : undefined;
  const faulty = Boolean(draft.alert);
  return (
    <section class="card narrow">
      <Form token={token}>
        {/* What the Enter key presses: the first button of a form. */}
        <button type="submit" class="unseen" tabindex={-1} aria-hidden="true">
          Save
        </button>
        <h1>{heading}</h1>
        {version !== undefined && (
          <input type="hidden" name="version" value={draft.values["version"] ?? version} />
        )}
        <Fields specs={cycleFields} draft={draft} />
        <h2 id="steps">Steps</h2>
        {arranged && (
          <p class="unseen" role="status">
            {didWords(arranged, steps)}
          </p>
        )}
        <ol class="steps">
          <Start />
          {steps.map((step, index) => (
            <Step
              step={step}
              index={index}
              last={steps.length - 1}
              choices={choices}
              open={faulty || !step.name || (arranged?.did === "add" && arranged.at === index)}
              focus={arranged?.at === index ? arranged.did : undefined}
            />
          ))}
        </ol>
        <AddStep choices={choices} focus={arranged?.did === "remove" && arranged.at >= steps.length} />
        {choices.map(({ name, steps: known }) => {
          const methods = [...new Set(known.map(({ method }) => method).filter(Boolean))];
          return <Known id={methodsOf(name)} words={methods} />;
        })}
        <Known id="connectors" words={choices.map(({ name }) => name)} />
        <button type="submit">Save</button>
      </Form>
    </section>
  );
}

function didWords({ at, did }: Pick<Arranged, "at" | "did">, steps: StepDraft[]): string {
  const name = steps[at]?.name;
  if (did === "remove") return "The step is removed. Save to keep that.";
  if (did === "add") return `Step ${at + 1} is added. Save to keep that.`;
  return `${name ? `“${name}”` : "The step"} is now step ${at + 1}. Save to keep that.`;
}

function Start() {
  return (
    <li class="start">
      <p>
        <span class="strong">Start</span> <span class="aside">Here the cycle begins, whenever it runs.</span>
      </p>
    </li>
  );
}

interface StepProps {
  step: StepDraft;
  index: number;
  last: number;
  choices: ConnectorChoices[];
  open: boolean;
  /** What was just done to it. */
  focus: Arranged["did"] | undefined;
}

function Step({ step, index, last, choices, open, focus }: StepProps) {
  const at = (part: keyof StepDraft) => ({
    name: `step-${index}-${part}`,
    value: step[part],
    error: undefined,
  });
  const called = step.name ? `step ${index + 1}, ${step.name}` : `step ${index + 1}`;
  const known = choices.find(({ name }) => name === step.connector);
  return (
    <li>
      <details open={open}>
        <summary autofocus={focus === "remove"}>
          <span class="unseen">Step {index + 1}: </span>
          <bdi class="strong">{step.name || "New step"}</bdi>
          {step.connector && (
            <bdi class="aside">
              {" "}
              {step.connector}
              {step.method && `, ${step.method}`}
            </bdi>
          )}
        </summary>
        <div class="fields" role="group" aria-label={`Step ${index + 1}`}>
          <Field {...at("name")} label="What it does" capitals="sentences" first={focus === "add"} />
          <Field {...at("connector")} label="Connector" capitals="none" optional list="connectors" />
          <Field
            {...at("method")}
            label="Method"
            capitals="none"
            optional
            {...(known && { list: methodsOf(known.name) })}
          />
          <Field
            {...at("values")}
            label="Values"
            type="lines"
            optional
            hint="A line each, as in: Channel = #sales"
          />
        </div>
      </details>
      <p class="moves">
        <Arrange word={`up-${index}`} label="Up" of={called} off={index === 0} focus={focus === "up"} />
        <Arrange
          word={`down-${index}`}
          label="Down"
          of={called}
          off={index === last}
          focus={focus === "down"}
        />
        <Arrange word={`remove-${index}`} label="Remove" of={called} />
      </p>
    </li>
  );
}

interface ArrangeProps {
  word: string;
  label: string;
  of: string;
  /** It would move nothing. Left where it is, so that no other button comes under the pointer, or under the Enter key. */
  off?: boolean;
  focus?: boolean;
}

function Arrange({ word, label, of, off = false, focus = false }: ArrangeProps) {
  return (
    <button
      type="submit"
      class="plain"
      name="arrange"
      value={word}
      aria-disabled={off ? "true" : undefined}
      autofocus={focus}
    >
      {label}
      <span class="unseen"> {of}</span>
    </button>
  );
}

/** What the library has, by Connector. */
function AddStep({ choices, focus }: { choices: ConnectorChoices[]; focus: boolean }) {
  return (
    <div class="field add">
      <label for="pick">One more step</label>
      <div class="together-fields">
        <select id="pick" name="pick" autofocus={focus}>
          <option value="">Your own words</option>
          {choices.map(({ name, title, steps }) => (
            <optgroup label={title}>
              {steps.map((step) => (
                <option value={choiceValue(step)}>
                  {step.name}
                  {step.method && ` (${step.method})`}
                </option>
              ))}
              <option value={choiceValue({ connector: name, method: "", name: "" })}>
                Something else with {title}
              </option>
            </optgroup>
          ))}
        </select>
        <button type="submit" class="plain" name="arrange" value="add">
          Add the step
        </button>
      </div>
    </div>
  );
}

const methodsOf = (connector: string) => `methods-of-${Buffer.from(connector).toString("hex")}`;

function Known({ id, words }: { id: string; words: string[] }) {
  return words.length === 0 ? null : (
    <datalist id={id}>
      {words.map((word) => (
        <option value={word}></option>
      ))}
    </datalist>
  );
}

/** The steps as they stand, to read. */
export function StepList({ steps }: { steps: CycleStep[] }) {
  return (
    <ol class="steps">
      <Start />
      {steps.map(({ name, connector, method }) => (
        <li>
          <p dir="auto">
            <bdi class="strong">{name}</bdi>{" "}
            {connector && (
              <bdi class="aside">
                {connector}
                {method && `, ${method}`}
              </bdi>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}
