import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { configVariables, readConfig, secretVariables } from "../../src/core/config.ts";
import { type Definition, definitions } from "../../src/core/kernel/metrics.ts";
import { testEnv } from "../support/test-app.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const table: Record<string, Definition> = definitions;
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const grace = 30;

interface Rule {
  alert: string;
  expr: string;
  annotations: Record<string, string>;
}
const { groups } = parse(read("deploy/prometheus/alerts.yml")) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap(({ rules }) => rules);
const dashboard = JSON.parse(read("deploy/grafana/cyclr-access.json")) as {
  panels: { title: string; targets: { expr: string }[] }[];
};
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
];

/** Every series that a text asks for, with the labels it names. */
function askedFor(text: string): { name: string; labels: string[] }[] {
  const found = text.matchAll(/\b((?:cyclr|bullmq)_\w+)(?:\{([^}]*)\})?/gu);
  return Array.from(found, ([, name = "", labels = ""]) => ({
    name,
    labels: Array.from(labels.matchAll(/(\w+)\s*=/gu), ([, label = ""]) => label),
  }));
}

/** The metric that a series belongs to: a histogram has three. */
function metricOf(series: string): Definition | undefined {
  const base = series.replace(/_(?:bucket|count|sum)$/u, "");
  return table[series] ?? (table[base]?.type === "histogram" ? table[base] : undefined);
}

describe("alerts and dashboard", () => {
  test("ask for metrics and labels that the program has", () => {
    expect(expressions.length).toBeGreaterThan(20);
    for (const { name, labels } of expressions.flatMap(askedFor)) {
      if (name === "bullmq_job_count") continue;
      const metric = metricOf(name);
      expect({ name, labels: [...(metric?.labels ?? []), "process", "le"] }).toEqual({
        name: metric ? name : "a metric of the program",
        labels: expect.arrayContaining(labels) as string[],
      });
    }
  });

  test("a counter is asked for its rate, a gauge is not summed over processes that all read the same", () => {
    const asking = (wanted: (name: string) => boolean): string[] =>
      expressions.filter((expr) => askedFor(expr).some(({ name }) => wanted(name)));
    const counters = asking((name) => table[name]?.type === "counter");
    const shared = asking(
      (name) =>
        /^cyclr_(requests|request_oldest|audit|mail|messages)/u.test(name) && table[name]?.type === "gauge",
    );
    expect(counters.filter((expr) => !expr.includes("rate("))).toEqual([]);
    expect(shared.filter((expr) => !/^max\b/u.test(expr))).toEqual([]);
  });

  test("no label has a name that Prometheus gives to whatever it scrapes", () => {
    const theirs = Object.entries(table).filter(([, { labels }]) =>
      labels.some((label) => label === "job" || label === "instance"),
    );
    expect(theirs.map(([name]) => name)).toEqual([]);
  });

  test("the dashboard shows every metric", () => {
    const shown = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => askedFor(expr)));
    const names = shown.map(({ name }) => name.replace(/_(?:bucket|count|sum)$/u, ""));
    expect(Object.keys(table).filter((name) => !names.includes(name))).toEqual([]);
  });

  test("there are six alerts, each with what to do in docs/operating.md", () => {
    const doc = read("docs/operating.md");
    const headings = Array.from(doc.matchAll(/^### (\w+)$/gmu), ([, name = ""]) => name);
    expect(rules.map(({ alert }) => alert)).toEqual(headings);
    expect(rules).toHaveLength(6);
    for (const { alert, annotations } of rules)
      expect(annotations["runbook"]).toBe(`docs/operating.md#${alert.toLowerCase()}`);
  });

  test("docs/operating.md has every metric with its words and labels", () => {
    const rows = read("docs/operating.md").match(/^\| `cyclr_.*$/gmu) ?? [];
    const wanted = Object.entries(table).map(
      ([name, { help, labels }]) =>
        `| \`${name}\` | ${help} | ${labels.map((label) => `\`${label}\``).join(", ") || "–"} |`,
    );
    expect(rows).toEqual(wanted);
  });
});

describe("Prometheus", () => {
  test("scrapes every part on the port that it has", () => {
    const config = parse(read("deploy/prometheus/prometheus.yml")) as {
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
    };
    const { port, webPort, workerPort } = readConfig(testEnv("postgresql://127.0.0.1/cyclr"));
    const [scrape] = config.scrape_configs;
    expect(scrape?.job_name).toBe("cyclr-access");
    expect(scrape?.static_configs[0]?.targets).toEqual(
      [port, webPort, workerPort].map((one) => `127.0.0.1:${one}`),
    );
  });
});

/** Every variable that may be set, with those that name a file. */
const known = [...configVariables, ...secretVariables.map((name) => `${name}_FILE`), "NODE_ENV"];
const requiredOf = (names: string[]) => names.map((name) => name.replace(/_FILE$/u, ""));

describe("systemd", () => {
  const units = readdirSync(path.join(root, "deploy/systemd"));
  const unit = (name: string) => read(`deploy/systemd/${name}`);

  test.each(units)(
    "%s sets variables of the program alone, each secret by a credential that it loads",
    (name) => {
      const text = unit(name);
      const set = Array.from(text.matchAll(/^Environment=(\w+)=(.*)$/gmu), ([, key = "", value = ""]) => ({
        key,
        value,
      }));
      expect(set.map(({ key }) => key).filter((key) => !known.includes(key))).toEqual([]);
      const loaded = Array.from(text.matchAll(/^LoadCredential=([\w-]+):/gmu), ([, id]) => `%d/${id}`);
      expect(set.filter(({ key }) => key.endsWith("_FILE")).map(({ value }) => value)).toEqual(loaded);
    },
  );

  test("run what npm start and the parts' scripts run", () => {
    const ran = (name: string) => /^ExecStart=\/usr\/bin\/(.*)$/mu.exec(unit(name))?.[1] ?? "";
    expect(ran("cyclr-access.service")).toBe(scripts["start"]?.replace("exec ", ""));
    for (const part of ["bot", "worker", "web"])
      expect(ran("cyclr-access@.service").replace("%i", part)).toBe(
        scripts[`start:${part}`]?.replace("exec ", ""),
      );
    expect(ran("cyclr-access-migrate.service")).toBe(scripts["migrate"]);
  });

  test("the supervisor alone is signalled, and has more time than its parts", () => {
    expect(unit("cyclr-access.service")).toMatch(/^KillMode=mixed$/mu);
    for (const name of ["cyclr-access.service", "cyclr-access@.service"])
      expect(Number(/^TimeoutStopSec=(\d+)$/mu.exec(unit(name))?.[1])).toBeGreaterThanOrEqual(grace);
  });
});

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  data?: Record<string, string>;
  spec?: {
    selector?: { matchLabels: Record<string, string> };
    template?: { metadata?: { labels: Record<string, string> }; spec: PodSpec };
  };
}
interface PodSpec {
  terminationGracePeriodSeconds?: number;
  containers: {
    name: string;
    command: string[];
    env: { name: string; value: string }[];
    ports?: { containerPort: number }[];
    livenessProbe?: { httpGet: { path: string } };
    readinessProbe?: { httpGet: { path: string } };
    securityContext: Record<string, unknown>;
  }[];
}

describe("the Kubernetes manifests", () => {
  const documents = parseAllDocuments(read("deploy/kubernetes/cyclr-access.yaml"));
  const manifests = documents.map((one) => one.toJSON() as Manifest);
  const config = manifests.find(({ kind }) => kind === "ConfigMap")?.data ?? {};
  const pods = manifests.flatMap(({ metadata, spec }) =>
    spec?.template ? [{ name: metadata.name.replace("cyclr-access-", ""), pod: spec.template.spec }] : [],
  );

  test("are sound YAML, all in one namespace", () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(manifests.map(({ metadata }) => metadata.namespace))).toEqual(new Set(["cyclr-access"]));
    expect(pods.map(({ name }) => name)).toEqual(["migrate", "bot", "web", "worker"]);
  });

  test.each(pods)("$name runs its script, with variables that the program reads", ({ name, pod }) => {
    const [container] = pod.containers;
    const script = scripts[name === "migrate" ? name : `start:${name}`] ?? "";
    expect(container?.command.join(" ")).toBe(script.replace("exec ", ""));
    const names = [...Object.keys(config), ...(container?.env ?? []).map((one) => one.name)];
    expect(names.filter((one) => !known.includes(one))).toEqual([]);
    expect(container?.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    });
  });

  test.each(pods.slice(1))(
    "$name has what it needs to start, its port, its health, and time to end",
    ({ name, pod }) => {
      const [container] = pod.containers;
      const given = [...Object.keys(config), ...requiredOf((container?.env ?? []).map((one) => one.name))];
      const env = testEnv("postgresql://127.0.0.1/cyclr");
      const values = {
        ...env,
        SLACK_APP_TOKEN: "xapp-1",
        METRICS_TOKEN: "a-token-of-the-metrics",
        ...config,
      };
      const all = Object.entries(values).filter(([key]) => given.includes(key));
      const { port, webPort, workerPort } = readConfig(Object.fromEntries(all));
      const ports = { bot: port, web: webPort, worker: workerPort };
      expect(container?.ports?.map((one) => one.containerPort)).toEqual([ports[name as keyof typeof ports]]);
      expect(container?.livenessProbe?.httpGet.path).toBe("/livez");
      expect(container?.readinessProbe?.httpGet.path).toBe("/readyz");
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(grace);
    },
  );
});
