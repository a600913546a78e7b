/** One of the numbers that a process counts as it works, or reads when it is asked. */
export interface Definition {
  type: "counter" | "histogram" | "gauge";
  help: string;
  /** What its series differ by: closed sets of our own words alone, never a name, an address or an id. */
  labels: readonly string[];
  /** Of a histogram: its upper bounds, in seconds. */
  buckets?: readonly number[];
}

/** Every number of ours, by the name it bears at /metrics; deploy/ and docs/operating.md are held against this table. */
export const definitions = {
  cyclr_acknowledgement_seconds: {
    type: "histogram",
    help: "How long Slack waited for the acknowledgement of a delivery; it gives up after 3 s",
    labels: ["kind"],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5],
  },
  cyclr_commands_total: {
    type: "counter",
    help: "Commands, forms and buttons by what came of them",
    labels: ["command", "via", "outcome"],
  },
  cyclr_requests_total: {
    type: "counter",
    help: "Requests that a worker has ended, by kind and outcome",
    labels: ["kind", "outcome"],
  },
  cyclr_request_seconds: {
    type: "histogram",
    help: "From the moment that nothing kept a request from running to its end",
    labels: ["outcome"],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600],
  },
  cyclr_retries_total: {
    type: "counter",
    help: "What did not work and is to be tried again",
    labels: ["what"],
  },
  cyclr_jobs_total: {
    type: "counter",
    help: "Jobs that this process took from the queue or did at once",
    labels: ["name", "outcome"],
  },
  cyclr_slack_calls_total: {
    type: "counter",
    help: "Calls of Slack's Web API by method and outcome; rate_limited is Slack's 429",
    labels: ["method", "outcome"],
  },
  cyclr_mails_total: {
    type: "counter",
    help: "Mails handed to the mail server by what it said",
    labels: ["outcome"],
  },
  cyclr_leases_lost_total: {
    type: "counter",
    help: "Rows that another worker took over while this one was at them",
    labels: ["table"],
  },
  cyclr_swept_total: {
    type: "counter",
    help: "Rows that a sweep found; of recover, those whose task was lost on the way",
    labels: ["sweep"],
  },
  cyclr_web_requests_total: {
    type: "counter",
    help: "Answers of the pages and the API by class of their status",
    labels: ["status"],
  },
  cyclr_store_up: {
    type: "gauge",
    help: "1 while the database or the queue takes writes",
    labels: ["store"],
  },
  cyclr_slack_up: {
    type: "gauge",
    help: "1 while this process reaches Slack, and Slack takes our token; of a bot over Socket Mode, while it is connected",
    labels: [],
  },
  cyclr_requests: {
    type: "gauge",
    help: "Requests that are not at their end, by state",
    labels: ["state"],
  },
  cyclr_request_oldest_seconds: {
    type: "gauge",
    help: "How long the oldest of them has waited",
    labels: ["state"],
  },
  cyclr_mails_waiting: { type: "gauge", help: "Mails of no request that are still to be sent", labels: [] },
  cyclr_mail_oldest_seconds: {
    type: "gauge",
    help: "How long the oldest of them has waited",
    labels: [],
  },
  cyclr_messages_waiting: {
    type: "gauge",
    help: "Messages in Slack that are behind what they show",
    labels: [],
  },
  cyclr_audit_blocks: { type: "gauge", help: "Blocks in the audit's chain", labels: [] },
  cyclr_audit_unsealed_seconds: {
    type: "gauge",
    help: "How long the oldest entry of the audit has stood in no block",
    labels: [],
  },
  cyclr_database_connections: {
    type: "gauge",
    help: "Connections of this process's pool: in use, idle, and how many wait for one",
    labels: ["state"],
  },
} as const satisfies Record<string, Definition>;

type Definitions = typeof definitions;
export type MetricName = keyof Definitions;
type Of<Type extends Definition["type"]> = {
  [Name in MetricName]: Definitions[Name]["type"] extends Type ? Name : never;
}[MetricName];
export type Labels<Name extends MetricName> = Record<Definitions[Name]["labels"][number], string>;

/** A number that was read when somebody asked. */
export interface Reading {
  name: Of<"gauge">;
  labels: Record<string, string>;
  value: number;
}

/** The port to whatever collects numbers. Costs nothing where nobody asked for it. */
export interface Metrics {
  count<Name extends Of<"counter">>(name: Name, labels: Labels<Name>, by?: number): void;
  observe<Name extends Of<"histogram">>(name: Name, labels: Labels<Name>, seconds: number): void;
  /** For whoever shows the secret, what a scrape gets; undefined where nothing is collected. */
  scrape?: Scrape;
}

export interface Scrape {
  /** Whether these words of an Authorization header let somebody read. */
  admits(authorization: string | undefined): boolean;
  contentType: string;
  text(): Promise<string>;
}

/** Collects nothing. */
export const noMetrics: Metrics = { count: () => undefined, observe: () => undefined };
