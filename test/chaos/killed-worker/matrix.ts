import { isDeepStrictEqual } from "node:util";
import { type Case, nameOfScenario } from "./cases.ts";
import { type Effect, effects } from "./effects.ts";
import { endState, type EndState } from "./end-state.ts";
import { effectsOf, killAfter, runUndisturbed } from "./kill-after.ts";
import type { Scenario } from "./scenarios.ts";
import type { World } from "./world.ts";

export interface MatrixRow {
  scenario: Scenario;
  /** Undisturbed. */
  end: EndState;
  /** After each kill: nothing where the end is right. */
  cells: Map<Effect, string>;
}

/** How many requests one kill interrupts: each holds a connection to PostgreSQL, or one of five to the mail server. */
const atOnce = 10;
/** One after another follows the audit, and is held by the first. */
const sizes: Partial<Record<Effect, number>> = { "mail handed over": 4, "asked by hand": 1 };

/** Kills the worker after each effect of each scenario, and holds the end against that of an undisturbed run. */
export async function killedWorkerMatrix(
  world: World,
  scenarios: Scenario[],
  which: readonly Effect[] = effects,
): Promise<MatrixRow[]> {
  const rows: MatrixRow[] = [];
  const has = new Map<MatrixRow, (effect: Effect) => boolean>();
  for (const batch of batches(scenarios, atOnce)) {
    for (const one of await runUndisturbed(world, batch)) {
      const row = { scenario: one.scenario, end: await endState(world, one), cells: new Map() };
      has.set(row, effectsOf(world, one));
      rows.push(row);
    }
  }
  for (const effect of which) {
    const concerned = rows.filter((row) => has.get(row)?.(effect));
    const size = sizes[effect] ?? atOnce;
    for (const batch of batches(concerned, size)) await killBatch(world, effect, batch);
  }
  return rows;
}

async function killBatch(world: World, effect: Effect, rows: MatrixRow[]): Promise<void> {
  const cases = await killAfter(
    world,
    effect,
    rows.map(({ scenario }) => scenario),
  );
  for (const [index, one] of cases.entries()) {
    const row = rows[index];
    row?.cells.set(effect, difference(row.end, await endState(world, one), one));
  }
}

/** A mail that was handed over and not recorded goes out again, as the same mail. Nothing else may differ. */
function difference(undisturbed: EndState, found: EndState, { mailsInDoubt }: Case): string {
  const expected = { ...undisturbed, mails: undisturbed.mails + mailsInDoubt };
  if (isDeepStrictEqual(expected, found)) return "";
  const lines = (Object.keys(expected) as (keyof EndState)[]).map((key) => {
    const [one, other] = [expected, found].map((state) => JSON.stringify(state[key]));
    return one === other ? "" : `${key}: ${other} instead of ${one}`;
  });
  return lines.filter(Boolean).join("; ");
}

/** What is wrong, in words; nothing where everything is right. */
export function faultsOf(rows: MatrixRow[]): string[] {
  return rows.flatMap(({ scenario, end, cells }) => {
    const name = nameOfScenario(scenario);
    const [status] = end.status.split(" ");
    const asExpected =
      status === (scenario.fails ? "failed" : "done") && end.mails === scenario.mails && end.cards === 1;
    const undisturbed = asExpected ? [] : [`${name}, undisturbed: ${JSON.stringify(end)}`];
    const killed = [...cells].filter(([, fault]) => fault);
    return [
      ...undisturbed,
      ...killed.map(([effect, fault]) => `${name}, killed after “${effect}”: ${fault}`),
    ];
  });
}

/** A line for each kind of request, a column for each effect, and the end that all of them come to. */
export function matrixTable(rows: MatrixRow[]): string {
  const columns = effects.filter((effect) => rows.some(({ cells }) => cells.has(effect)));
  const isConnected = rows.some(({ end }) => end.there);
  const facts = ["status", "domain", "mails", "posts", "audit", ...(isConnected ? ["in Cyclr"] : [])];
  const head = ["request", ...columns, ...facts];
  const lines = rows.map(({ scenario, end, cells }) => [
    nameOfScenario(scenario),
    ...columns.map((effect) => mark(cells.get(effect))),
    end.status,
    end.domain || "–",
    String(end.mails),
    `${end.cards} card${end.notes > 0 ? `, ${end.notes} note` : ""}`,
    end.audit.join(", "),
    ...(isConnected ? [end.there] : []),
  ]);
  const rule = head.map(() => "---");
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function mark(fault: string | undefined): string {
  if (fault === undefined) return "";
  return fault === "" ? "✓" : "WRONG";
}

function batches<T>(items: T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
