import type { CycleStep } from "../../core/cycles/cycle-fields.ts";

/** A step as a form has it. */
export interface StepDraft {
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
