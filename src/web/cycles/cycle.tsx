import { adjustCycle, createCycle, stepsOf, type CycleStep } from "../../core/cycles/adjust-cycle.ts";
import { readCycle } from "../../core/cycles/record-cycle-event.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { Cycle } from "../../core/generated/prisma/client.ts";
import { type Draft, formRoute } from "../http/form-route.ts";
import { Told, titled, Fields, type FieldSpec, Form } from "../http/form-card.tsx";
import { membershipOf, userContext } from "../http/signed-in.ts";
import type { WebContext } from "../http/web-context.ts";
import { accountPage, loadAccountFacts } from "../accounts/account-page.tsx";
import { StatusBadge, SwitchForm, switchCycle, switchedWords } from "./cycles.tsx";
import { Field } from "../http/field.tsx";

/** A step as a form has it. */
interface StepDraft {
  name: string;
  connector: string;
  method: string;
  /** A line each, as in "Channel = #sales"; a line that begins with a space goes on with the one before. */
  values: string;
}

const parts = ["name", "connector", "method", "values"] as const;
const stepsAtMost = 200;

export function stepDrafts(steps: CycleStep[]): StepDraft[] {
  return steps.map((step) => ({ ...step, values: valueLines(step.values) }));
}

/** The steps of a form, in their order; those without anything in them are left out. */
export function readStepDrafts(form: URLSearchParams): StepDraft[] {
  const of = (index: number) =>
    Object.fromEntries(
      parts.map((part) => [part, (form.get(`step-${index}-${part}`) ?? "").replace(/\r\n?/g, "\n")]),
    ) as unknown as StepDraft;
  const indices = [...form.keys()].flatMap((key) => /^step-(\d{1,4})-\w+$/.exec(key)?.[1] ?? []).map(Number);
  return [...new Set(indices)]
    .sort((a, b) => a - b)
    .slice(0, stepsAtMost + 1)
    .map(of)
    .filter((step) => parts.some((part) => step[part].trim() !== ""));
}

/** As they are stored. Values whose lines say the same as those of a stored step are that step's, to the letter. */
export function asSteps(drafts: StepDraft[], stored: CycleStep[]): CycleStep[] {
  return drafts.map(({ values, ...step }) => ({
    ...step,
    values: stored.find((one) => valueLines(one.values) === values)?.values ?? readValues(values),
  }));
}

function valueLines(values: CycleStep["values"]): string {
  return values
    .map(({ name, value }) => `${name} = ${value.replace(/\r\n?/g, "\n").replace(/\n/g, "\n ")}`)
    .join("\n");
}

function readValues(text: string): CycleStep["values"] {
  const lines = text.split("\n").reduce<string[]>((whole, line) => {
    const last = whole.length - 1;
    if (line.startsWith(" ") && last >= 0) whole[last] += `\n${line.slice(1)}`;
    else if (line.trim()) whole.push(line);
    return whole;
  }, []);
  return lines.map((line) => {
    const [name = "", ...rest] = line.split("=");
    return { name: name.trim(), value: rest.join("=").replace(/^ /, "") };
  });
}

const cycleFields: FieldSpec[] = [
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
function CycleForm({ heading, draft, token, button, version }: CycleFormProps) {
  const steps = JSON.parse(draft.values["steps"] ?? "[]") as StepDraft[];
  return (
    <>
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

/** Builds a Cycle of one's own. */
export const newCycle = formRoute({
  path: "/accounts/:account/cycles/new",
  admits: "account",
  fields: ["name", "description"],
  typed: typedCycle,
  load: loadAccountFacts,
  page: (facts, draft, token) =>
    accountPage(facts, {
      title: titled("Build a cycle", draft),
      at: "cycles",
      body: (
        <>
          <Told draft={draft} fields={cycleFields} />
          <CycleForm heading="Build a cycle" draft={draft} token={token} button="Save" />
        </>
      ),
    }),
  async send(c, form) {
    const { accountId } = membershipOf(c);
    const { id } = await createCycle(userContext(c), {
      accountId,
      ...namesOf(form),
      steps: asSteps(readStepDrafts(form), []),
    }).catch(inStepWords);
    return `/accounts/${accountId}/cycles/${id}?said=stored`;
  },
});

/** One Cycle: to start and to stop, and, while it is paused, to adjust and to store. */
export const accountCycle = formRoute({
  path: "/accounts/:account/cycles/:cycle",
  admits: "account",
  fields: ["name", "description"],
  typed: typedCycle,
  load: async (c) => ({ ...(await loadAccountFacts(c)), cycle: await cycleOf(c) }),
  values: ({ cycle }) => ({
    name: cycle.name,
    description: cycle.description,
    steps: JSON.stringify(stepDrafts(stepsOf(cycle))),
  }),
  said: { ...switchedWords, stored: "The cycle is saved." },
  page: ({ cycle, ...facts }, draft, token) =>
    accountPage(facts, {
      title: titled(cycle.name, draft),
      at: "cycles",
      body: (
        <>
          <Told draft={draft} fields={cycleFields} />
          <section class="card pad together-row">
            <p>
              This cycle is <StatusBadge status={cycle.status} />
            </p>
            <SwitchForm cycle={cycle} token={token} />
          </section>
          {cycle.status === "Active" ? (
            <RunningCycle cycle={cycle} />
          ) : (
            <CycleForm
              heading={cycle.name}
              draft={draft}
              token={token}
              button="Save"
              version={cycle.version}
            />
          )}
        </>
      ),
    }),
  async send(c, form, { cycle }) {
    const { accountId } = membershipOf(c);
    const here = `/accounts/${accountId}/cycles/${cycle.id}`;
    if (form.has("do")) return `${here}?said=${await switchCycle(c, form, accountId)}`;
    await adjustCycle(userContext(c), {
      accountId,
      cycleId: cycle.id,
      ...namesOf(form),
      steps: asSteps(readStepDrafts(form), stepsOf(cycle)),
      version: Number(form.get("version")),
    }).catch(inStepWords);
    return `${here}?said=stored`;
  },
});

function RunningCycle({ cycle }: { cycle: Cycle }) {
  return (
    <>
      <section class="card pad">
        <h1 dir="auto">{cycle.name}</h1>
        {cycle.description && <p dir="auto">{cycle.description}</p>}
        <ol>
          {stepsOf(cycle).map(({ name }) => (
            <li dir="auto">{name}</li>
          ))}
        </ol>
        <p>It is running. Stop it to adjust it.</p>
      </section>
    </>
  );
}

function cycleOf(c: WebContext): Promise<Cycle> {
  const choice = { accountId: membershipOf(c).accountId, cycleId: c.req.param("cycle") ?? "" };
  return readCycle(userContext(c), choice);
}

function namesOf(form: URLSearchParams) {
  const of = (name: string) => (form.get(name) ?? "").replace(/\r\n?/g, "\n");
  return { name: of("name"), description: of("description") };
}

function typedCycle(form: URLSearchParams): Record<string, string> {
  return { ...namesOf(form), steps: JSON.stringify(readStepDrafts(form)) };
}

/** What is wrong in a step, as people count steps. */
function inStepWords(error: unknown): never {
  const step = error instanceof DomainError && /^steps\[(\d+)\]\.(\w+)/.exec(error.field ?? "");
  if (!step) throw error;
  const part = step[2] === "name" ? "what it does" : step[2];
  throw new DomainError("invalid", `Step ${Number(step[1]) + 1}, ${part}: ${error.message}`);
}
