import { createHash, timingSafeEqual } from "node:crypto";
import { createRequire } from "node:module";
import type { Counter, Gauge, Histogram } from "prom-client";
import { type Definition, definitions, type Metrics, type Reading } from "../kernel/metrics.ts";

/** Read when somebody asks, and not again within this. */
const keptMs = 15_000;
/** A database that is gone keeps no scrape waiting. */
const readWithinMs = 4_000;

export interface MetricsOptions {
  /** What a scrape has to show, as a bearer token. */
  token: string;
  processName: string;
  /** What is cheap, and read at each scrape. */
  current: () => Promise<Reading[]>;
  /** What costs statements, and what BullMQ exports of each of its queues. */
  stored: () => Promise<Stored>;
}

interface Stored {
  readings: Reading[];
  queues: string[];
}

const require = createRequire(import.meta.url);

/** Collects with prom-client, which is loaded here and only here: a process without METRICS_TOKEN does without it. */
export function createMetrics({ token, processName, current, stored }: MetricsOptions): Metrics {
  const prom = require("prom-client") as typeof import("prom-client");
  const registry = new prom.Registry();
  const defaults = { process: processName };
  registry.setDefaultLabels(defaults);
  prom.collectDefaultMetrics({ register: registry });
  const made = new Map<string, Counter | Histogram>();
  for (const [name, { type, help, labels, buckets }] of Object.entries<Definition>(definitions)) {
    const options = { name, help, labelNames: [...labels], registers: [registry] };
    if (type === "counter") made.set(name, new prom.Counter(options));
    if (type === "histogram")
      made.set(name, new prom.Histogram({ ...options, ...(buckets && { buckets: [...buckets] }) }));
  }
  /** What could not be read is left out: an old number, or a 0, would look like a good one. */
  const gauges = async (readings: Reading[]): Promise<string> => {
    const read = new prom.Registry();
    read.setDefaultLabels(defaults);
    const set = new Map<string, Gauge>();
    for (const { name, labels, value } of readings) {
      const { help } = definitions[name];
      const gauge =
        set.get(name) ?? new prom.Gauge({ name, help, labelNames: Object.keys(labels), registers: [read] });
      set.set(name, gauge);
      gauge.set(labels, value);
    }
    return read.metrics();
  };
  const keep = kept(stored);
  return {
    count: (name, labels, by = 1) => (made.get(name) as Counter).inc(labels, by),
    observe: (name, labels, seconds) => (made.get(name) as Histogram).observe(labels, seconds),
    scrape: {
      admits: bearer(token),
      contentType: registry.contentType,
      async text() {
        const [now, last] = await Promise.all([current(), keep()]);
        const texts = [
          await registry.metrics(),
          await gauges([...now, ...last.readings]),
          queueExposition(last.queues),
        ];
        return texts.map((text) => `${text.trim()}\n`).join("");
      },
    },
  };
}

function kept(read: () => Promise<Stored>): () => Promise<Stored> {
  let [last, at] = [nothing(), -Infinity];
  return () => {
    if (performance.now() - at >= keptMs) {
      at = performance.now();
      last = Promise.race([read(), lapse(readWithinMs)]).catch(nothing);
    }
    return last;
  };
}

/** Every metric has its HELP and TYPE once, and all its lines together. Its counters are left out: BullMQ keeps them only where it is told to. */
export function queueExposition(texts: string[]): string {
  const byMetric = new Map<string, Set<string>>();
  for (const line of texts.join("\n").split("\n")) {
    const [, metric = ""] = /^(?:# (?:HELP|TYPE) )?(\w+)/u.exec(line) ?? [];
    if (metric !== "bullmq_job_count") continue;
    byMetric.set(metric, (byMetric.get(metric) ?? new Set()).add(line));
  }
  return [...byMetric.values()].flatMap((lines) => [...lines]).join("\n");
}

const nothing = async (): Promise<Stored> => ({ readings: [], queues: [] });

function lapse(ms: number): Promise<Stored> {
  return new Promise((resolve) => void setTimeout(() => resolve(nothing()), ms).unref());
}

function bearer(token: string): (authorization: string | undefined) => boolean {
  const wanted = digest(`Bearer ${token}`);
  return (authorization) => timingSafeEqual(digest(authorization ?? ""), wanted);
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
