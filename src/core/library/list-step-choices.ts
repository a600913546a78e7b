import { stepsOf } from "../cycles/adjust-cycle.ts";
import type { Context } from "../context.ts";
import { fold } from "../kernel/text/fold.ts";

/** Something that a step can do, as the library's Templates have it. */
export interface StepChoice {
  /** In the words of whoever built the Template. */
  name: string;
  connector: string;
  method: string;
}

/** What a Connector of the library can do, as far as a Template shows it. */
export interface ConnectorChoices {
  /** What a step calls it. */
  name: string;
  title: string;
  steps: StepChoice[];
}

const connectorsAtMost = 500;
const templatesAtMost = 500;

/** The library, as whoever builds a Cycle chooses from it: each Connector once, whatever its versions, by title. */
export async function listStepChoices({ db }: Pick<Context, "db">): Promise<ConnectorChoices[]> {
  const [connectors, templates] = await Promise.all([
    db.connector.findMany({
      select: { name: true, nameKey: true, title: true },
      orderBy: [{ nameKey: "asc" }, { version: "desc" }],
      take: connectorsAtMost,
    }),
    db.template.findMany({ select: { steps: true }, orderBy: { nameKey: "asc" }, take: templatesAtMost }),
  ]);
  const found = new Map<string, ConnectorChoices>();
  for (const { name, nameKey, title } of connectors)
    if (!found.has(nameKey)) found.set(nameKey, { name, title, steps: [] });
  for (const { name, connector, method } of templates.flatMap(stepsOf)) {
    const steps = found.get(fold(connector))?.steps;
    if (steps && !steps.some((step) => fold(step.name) === fold(name) && step.method === method))
      steps.push({ name, connector, method });
  }
  return [...found.values()].sort((one, other) => one.title.localeCompare(other.title, "en"));
}
