import { adjustCycle, createCycle, stepsOf } from "../../core/cycles/adjust-cycle.ts";
import { readCycle } from "../../core/cycles/record-cycle-event.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { Cycle } from "../../core/generated/prisma/client.ts";
import { formRoute } from "../http/form-route.ts";
import { Told, titled } from "../http/form-card.tsx";
import { membershipOf, userContext } from "../http/signed-in.ts";
import type { WebContext } from "../http/web-context.ts";
import { accountPage, loadAccountFacts } from "../accounts/account-page.tsx";
import { listStepChoices } from "../../core/library/list-step-choices.ts";
import { CycleForm, cycleFields, StepList } from "./cycle-form.tsx";
import { arrange, asSteps, readStepDrafts, stepDrafts } from "./step-drafts.ts";
import { StatusBadge, SwitchForm, switchCycle, switchedWords } from "./cycles.tsx";

/** Builds a Cycle of one's own. */
export const newCycle = formRoute({
  path: "/accounts/:account/cycles/new",
  admits: "account",
  fields: ["name", "description"],
  typed: typedCycle,
  rearranged: arrangedCycle,
  load: async (c) => ({ ...(await loadAccountFacts(c)), choices: await listStepChoices(c.var.app) }),
  page: ({ choices, ...facts }, draft, token) =>
    accountPage(facts, {
      title: titled("Build a cycle", draft),
      at: "cycles",
      body: (
        <>
          <Told draft={draft} fields={cycleFields} />
          <CycleForm heading="Build a cycle" draft={draft} token={token} choices={choices} />
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
  rearranged: arrangedCycle,
  load: async (c) => ({
    ...(await loadAccountFacts(c)),
    cycle: await cycleOf(c),
    choices: await listStepChoices(c.var.app),
  }),
  values: ({ cycle }) => ({
    name: cycle.name,
    description: cycle.description,
    steps: JSON.stringify(stepDrafts(stepsOf(cycle))),
  }),
  said: { ...switchedWords, stored: "The cycle is saved." },
  page: ({ cycle, choices, ...facts }, draft, token) =>
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
              choices={choices}
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
    <section class="card pad">
      <h1 dir="auto">{cycle.name}</h1>
      {cycle.description && <p dir="auto">{cycle.description}</p>}
      <StepList steps={stepsOf(cycle)} />
      <p>It is running. Stop it to adjust it.</p>
    </section>
  );
}

/** What a button of the editor has rearranged, with all that was typed; nothing is stored. */
function arrangedCycle(form: URLSearchParams): Record<string, string> | undefined {
  const arranged = arrange(form);
  if (!arranged) return undefined;
  const { steps, at, did } = arranged;
  const version = form.get("version");
  return {
    ...namesOf(form),
    steps: JSON.stringify(steps),
    arranged: JSON.stringify({ at, did }),
    // As it was read: another's change since then still stands against this one.
    ...(version !== null && { version }),
  };
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
