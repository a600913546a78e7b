import type { CycleStep } from "../../core/cycles/adjust-cycle.ts";
import type { StepChoice } from "../../core/library/list-step-choices.ts";

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
  return readAll(form).filter((step) => parts.some((part) => step[part].trim() !== ""));
}

function readAll(form: URLSearchParams): StepDraft[] {
  const of = (index: number) =>
    Object.fromEntries(
      parts.map((part) => [part, (form.get(`step-${index}-${part}`) ?? "").replace(/\r\n?/g, "\n")]),
    ) as unknown as StepDraft;
  const indices = [...form.keys()].flatMap((key) => /^step-(\d{1,4})-\w+$/.exec(key)?.[1] ?? []).map(Number);
  return [...new Set(indices)]
    .sort((a, b) => a - b)
    .slice(0, stepsAtMost + 1)
    .map(of);
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

/** What a button of the editor makes of the steps, and where the reader goes on. */
export interface Arranged {
  steps: StepDraft[];
  /** The step that was moved or added, or that now stands where one was. */
  at: number;
  did: "up" | "down" | "remove" | "add";
}

/**
 * Moves, removes or adds a step as the pressed button says ("up-2", "down-0", "remove-1", "add"), of the form as it was typed.
 * Undefined where none of them was pressed.
 */
export function arrange(form: URLSearchParams): Arranged | undefined {
  const [, word, place = ""] = /^(up|down|remove|add)(?:-(\d{1,4}))?$/u.exec(form.get("arrange") ?? "") ?? [];
  if (word === undefined) return undefined;
  const did = word as Arranged["did"];
  const steps = readAll(form);
  if (did === "add") {
    const added = chosenStep(form.get("pick") ?? "");
    return { steps: [...steps, added], at: steps.length, did };
  }
  const at = Number(place);
  const [step] = place === "" ? [] : steps.splice(at, 1);
  if (!step) return { steps, at: 0, did };
  if (did === "remove") return { steps, at, did };
  const to = Math.min(Math.max(at + (did === "up" ? -1 : 1), 0), steps.length);
  steps.splice(to, 0, step);
  return { steps, at: to, did };
}

/** How a form names what can be chosen: by what could be typed as well, so that it is taken as it comes. No name has a tab. */
export const choiceValue = ({ connector, method, name }: StepChoice): string =>
  [connector, method, name].join("\t");

function chosenStep(value: string): StepDraft {
  const [connector = "", method = "", name = ""] = value.split("\t");
  return { name, connector, method, values: "" };
}
