import { adjustCycle } from "../../core/cycles/adjust-cycle.ts";
import { createCycle } from "../../core/cycles/create-cycle.ts";
import { stepsOf } from "../../core/cycles/cycle-fields.ts";
import { readCycle } from "../../core/cycles/read-cycle.ts";
import { DomainError } from "../../core/errors.ts";
import type { Cycle } from "../../core/generated/prisma/client.ts";
import type { Draft } from "../draft.ts";
import { Told, titled } from "../form-card.tsx";
import { formRoute } from "../form-route.ts";
import { membershipOf, userContext } from "../sessions/signed-in.ts";
import type { WebContext } from "../web-context.ts";
import { accountPage, loadAccountFacts } from "./account-page.tsx";
import { CycleForm } from "./cycle-form.tsx";
import { asSteps, readStepDrafts, stepDrafts } from "./step-drafts.ts";
import { SwitchForm, switchCycle, switchedWords } from "./switch-form.tsx";

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
      body: <CycleForm heading="Build a cycle" draft={draft} token={token} button="Store it" />,
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
  said: { ...switchedWords, stored: "The cycle is stored." },
  page: ({ cycle, ...facts }, draft, token) =>
    accountPage(facts, {
      title: titled(cycle.name, draft),
      at: "cycles",
      body: (
        <>
          {cycle.status === "Active" ? (
            <RunningCycle cycle={cycle} draft={draft} />
          ) : (
            <CycleForm
              heading={cycle.name}
              draft={draft}
              token={token}
              button="Store it"
              version={cycle.version}
            />
          )}
          <section class="card pad together-row">
            <p>
              This cycle is <span class="strong">{cycle.status}</span>.
            </p>
            <SwitchForm cycle={cycle} token={token} />
          </section>
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

function RunningCycle({ cycle, draft }: { cycle: Cycle; draft: Draft }) {
  return (
    <>
      <Told draft={draft} fields={[]} />
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
