import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { until } from "../../support/until.ts";
import type { OutageWorld } from "./outage-world.ts";

/** What the parts of an outage's world ask of whoever scrapes them. */
export const metricsToken = "a-token-that-only-the-storms-use";

/** By which number an outage shows: it is 0 somewhere meanwhile, or counts up. */
export interface Shows {
  series: string;
  by: "zero" | "counting";
}

/** The series of every part at one moment, as Prometheus would keep them. */
interface Scrape {
  at: number;
  values: Map<string, number>;
}

const rules = path.resolve("deploy/prometheus/alerts.yml");

export async function scrape({ parts: { bot, workers } }: OutageWorld): Promise<Scrape> {
  const all = [bot, ...workers].map(async ({ port }, index) => {
    const from = `job="cyclr-access",instance="${index === 0 ? "bot" : `worker ${index}`}"`;
    const text = await read(port);
    const values: [string, number][] = (text ?? "").split("\n").flatMap((line) => {
      const [, name, labels = "", value] = /^(cyclr_\w+)(?:\{(.*)\})? (\S+)$/u.exec(line) ?? [];
      return name ? [[`${name}{${labels}${labels && ","}${from}}`, Number(value)]] : [];
    });
    return [[`up{${from}}`, text === undefined ? 0 : 1] as [string, number], ...values];
  });
  return { at: performance.now(), values: new Map((await Promise.all(all)).flat()) };
}

async function read(port: number): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${metricsToken}` };
  try {
    const signal = AbortSignal.timeout(10_000);
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers, signal });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}

/** What the numbers say of an outage that is still on, in the words of Prometheus; undefined where they do not show it in time. */
export async function shownBy(
  world: OutageWorld,
  { series, by }: Shows,
  before: Scrape,
  withinMs: number,
): Promise<string | undefined> {
  const shown = async (): Promise<string | undefined> => {
    const { values } = await scrape(world);
    const found = [...values].filter(([name]) => isOf(series, name));
    if (by === "zero")
      return found.some(([, value]) => value === 0) ? `${series.replace("{}", "")} 0` : undefined;
    const more = found.reduce((sum, [name, value]) => sum + value - (before.values.get(name) ?? 0), 0);
    return more > 0 ? `${series} +${more}` : undefined;
  };
  return until(shown, withinMs).catch(() => undefined);
}

/** Whether a series has the name and every label of another. */
function isOf(wanted: string, series: string): boolean {
  const [name = "", labels = ""] = wanted.replace("}", "").split("{");
  return series.startsWith(`${name}{`) && labels.split(",").every((label) => series.includes(label));
}

const minutes = 60;

/**
 * The alerts that would have fired had the outage gone on for an hour as it went between two scrapes: promtool plays each
 * series on along the line through both, to the rules as they are deployed. Undefined where there is no promtool.
 */
export async function alertsAfter(first: Scrape, last: Scrape): Promise<string[] | undefined> {
  if (spawnSync("promtool", ["--version"]).status !== 0) return undefined;
  const perMinute = 60_000 / (last.at - first.at);
  const series = Array.from(last.values, ([name, value]) => {
    const slope = (value - (first.values.get(name) ?? value)) * perMinute;
    // An age grows as fast as time passes, or does not: what it differs by else is how things come and go.
    const step = /^cyclr_\w+_seconds\{/u.test(name) && slope <= 30 ? 0 : slope;
    return { series: name, values: `${value}${step < 0 ? "-" : "+"}${Math.abs(step)}x${minutes}` };
  });
  const { groups } = parse(readFileSync(rules, "utf8")) as { groups: { rules: { alert: string }[] }[] };
  const asked = groups
    .flatMap(({ rules: each }) => each)
    .map(({ alert }) => ({
      eval_time: `${minutes}m`,
      alertname: alert,
      exp_alerts: [],
    }));
  const tests = [{ interval: "1m", input_series: series, alert_rule_test: asked }];
  const folder = await mkdtemp(path.join(tmpdir(), "storm-alerts-"));
  try {
    const file = path.join(folder, "storm.test.yml");
    await writeFile(file, stringify({ rule_files: [rules], evaluation_interval: "1m", tests }));
    const { stdout, stderr, status } = spawnSync("promtool", ["test", "rules", file], { encoding: "utf8" });
    // It names each alert that fires, since none is expected.
    const fired = Array.from(`${stdout}${stderr}`.matchAll(/alertname: (\w+)/gu), ([, name = ""]) => name);
    if (status !== 0 && fired.length === 0) throw new Error(`promtool: ${stdout}${stderr}`);
    return fired;
  } finally {
    await rm(folder, { recursive: true });
  }
}
