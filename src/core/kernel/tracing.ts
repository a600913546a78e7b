/** Closed sets of our own words, counts and ids of our own rows: never a name, an address or what somebody typed. */
export type SpanAttributes = Record<string, string | number>;

export interface SpanOptions {
  /** What its time is spent on, as OpenTelemetry counts it; work of our own where left out. */
  kind?: "server" | "client" | "internal";
  attributes?: SpanAttributes;
}

/** The port to whatever records traces. Costs nothing where nobody asked for it. */
export interface Tracing {
  /** Does this as a part of the trace that is on; of a new one where none is. */
  span<Result>(name: string, options: SpanOptions, work: () => Promise<Result>): Promise<Result>;
  /** Says more of the part that is on, once it is known. */
  tell(name: string, attributes: SpanAttributes): void;
  /** What a row keeps, so that whoever works on it goes on with the trace that is on: W3C's traceparent. */
  traceParent(): string | null;
  /** Does this as a part of the trace that a row has kept, whoever dispatched it. */
  resume<Result>(
    traceParent: string | null,
    name: string,
    options: SpanOptions,
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** Sends what is still to be sent, for two seconds at most. */
  close(): Promise<void>;
}

/** Records nothing. */
export const noTracing: Tracing = {
  span: (_name, _options, work) => work(),
  tell: () => undefined,
  traceParent: () => null,
  resume: (_traceParent, _name, _options, work) => work(),
  close: async () => undefined,
};
