import { createRequire } from "node:module";
import type { Context, Link } from "@opentelemetry/api";
import type { Telemetry } from "bullmq";
import type { Logger } from "pino";
import { type SpanOptions, noTracing, type Tracing } from "../kernel/tracing.ts";
import { RescheduleJob } from "../kernel/outbox/job.ts";

export interface TracingConfig {
  /** Where a collector takes OTLP over HTTP, as in http://127.0.0.1:4318; undefined: nothing is recorded, and nothing loaded. */
  endpoint: string | undefined;
  /** What the collector asks for, by header. */
  headers: Record<string, string>;
  processName: string;
}

export interface OpenTelemetry {
  tracing: Tracing;
  /** For BullMQ, which hands the trace on with its jobs. */
  telemetry?: Telemetry<Context>;
}

const require = createRequire(import.meta.url);
const closeWithinMs = 2_000;

/** Sends traces to a collector with OpenTelemetry's own packages, which are loaded here and only where there is one. */
export function createTracing({ endpoint, ...config }: TracingConfig, log: Logger): OpenTelemetry {
  if (endpoint === undefined) return { tracing: noTracing };
  const api = require("@opentelemetry/api") as Api;
  const note = (message: string): void => log.debug({ message }, "OpenTelemetry");
  api.diag.setLogger({ error: note, warn: note, info: note, debug: note, verbose: note });
  const ours = api.createContextKey("a span of our own");
  const provider = createProvider({ endpoint, ...config }, ours);
  provider.register();
  const close = async (): Promise<void> => {
    const lapse = new Promise((resolve) => void setTimeout(resolve, closeWithinMs).unref());
    await Promise.race([provider.shutdown().catch(note), lapse]);
  };
  return {
    tracing: { ...recorder(api, ours), close },
    telemetry: wordless(require("bullmq-otel") as typeof import("bullmq-otel")),
  };
}

type Api = typeof import("@opentelemetry/api");

function createProvider({ endpoint, headers, processName }: TracingConfig, ours: symbol) {
  const sdk = require("@opentelemetry/sdk-trace-node") as typeof import("@opentelemetry/sdk-trace-node");
  const { OTLPTraceExporter } =
    require("@opentelemetry/exporter-trace-otlp-http") as typeof import("@opentelemetry/exporter-trace-otlp-http");
  const { detectResources, envDetector, resourceFromAttributes } =
    require("@opentelemetry/resources") as typeof import("@opentelemetry/resources");
  const { RECORD_AND_SAMPLED, NOT_RECORD } = sdk.SamplingDecision;
  return new sdk.NodeTracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
    resource: resourceFromAttributes({ "service.name": `cyclr-access-${processName}` }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    // BullMQ's housekeeping, which belongs to nothing that anybody asked for, begins no trace.
    sampler: new sdk.ParentBasedSampler({
      root: { shouldSample: (ctx) => ({ decision: ctx.getValue(ours) ? RECORD_AND_SAMPLED : NOT_RECORD }) },
    }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers })),
    ],
  });
}

function recorder(
  { context, propagation, SpanKind, SpanStatusCode, trace }: Api,
  ours: symbol,
): Omit<Tracing, "close"> {
  const tracer = trace.getTracer("cyclr-access");
  const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };
  const within = async <Result>(
    parent: Context,
    name: string,
    { kind = "internal", attributes = {}, links = [] }: SpanOptions & { links?: Link[] },
    work: () => Promise<Result>,
  ): Promise<Result> => {
    const options = { kind: kinds[kind], attributes, links };
    const span = tracer.startSpan(name, options, parent.setValue(ours, true));
    try {
      return await context.with(trace.setSpan(parent, span), work);
    } catch (error) {
      if (error instanceof RescheduleJob) span.setAttribute("cyclr.rescheduled_ms", error.inMs);
      else span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute("error.type", nameOf(error));
      throw error;
    } finally {
      span.end();
    }
  };
  return {
    span: (name, options, work) => within(context.active(), name, options, work),
    tell: (name, attributes) => void trace.getActiveSpan()?.updateName(name).setAttributes(attributes),
    traceParent() {
      const carrier: { traceparent?: string } = {};
      propagation.inject(context.active(), carrier);
      return carrier.traceparent ?? null;
    },
    resume(traceparent, name, options, work) {
      const active = context.active();
      const kept = propagation.extract(active, traceparent === null ? {} : { traceparent });
      const [on, then] = [trace.getSpanContext(active), trace.getSpanContext(kept)];
      if (on?.traceId === then?.traceId) return within(active, name, options, work);
      return within(kept, name, { ...options, links: on ? [{ context: on }] : [] }, work);
    },
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** Of what BullMQ says of its spans: no options, and no words of an error, which may name somebody. */
const told = new Set([
  "bullmq.queue.name",
  "bullmq.queue.operation",
  "bullmq.job.name",
  "bullmq.job.id",
  "bullmq.job.bulk.count",
  "bullmq.job.attempts.made",
]);

function wordless({ BullMQOtel }: typeof import("bullmq-otel")): Telemetry<Context> {
  const { tracer, contextManager } = new BullMQOtel({ tracerName: "bullmq" });
  return {
    contextManager,
    tracer: {
      startSpan(...asked) {
        const span = tracer.startSpan(...asked);
        const set = span.setAttribute.bind(span);
        return {
          setSpanOnContext: (ctx) => span.setSpanOnContext(ctx),
          setAttribute: (key, value) => void (told.has(key) && set(key, value)),
          setAttributes(all) {
            for (const [key, value] of Object.entries(all))
              if (told.has(key) && value !== undefined) set(key, value);
          },
          addEvent: (name) => span.addEvent(name),
          recordException: (error) => set("error.type", nameOf(error)),
          end: () => span.end(),
        };
      },
    },
  };
}
