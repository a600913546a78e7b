import type { App as Bolt, ReceiverEvent } from "@slack/bolt";
import type { App } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { OnlyPlanned } from "../../core/kernel/requests/submit-request.ts";
import { referenceOf } from "./open-form.ts";

/** What somebody in Slack has set off: of our own tables, so that whatever is typed makes no new name. */
export interface Told {
  command: string;
  via: "line" | "form" | "button";
  /** The Slack user. */
  who: string;
}

/** Begins to measure a command; what it returns writes the one line that the log has of it, and counts it. */
export function tellCommand(
  { log, metrics, tracing }: Pick<App, "log" | "metrics" | "tracing">,
  { command, via, who }: Told,
) {
  const since = performance.now();
  return (error?: unknown, words = "done"): void => {
    const outcome = error === undefined ? words : outcomeOf(error);
    const ms = Math.round(performance.now() - since);
    const reference = referenceOf(error);
    metrics.count("cyclr_commands_total", { command, via, outcome });
    tracing.tell(`${via === "line" ? "command" : via} ${command}`, { "cyclr.outcome": outcome });
    log.info({ command, via, who, outcome, ms, ...(reference && { reference }) }, "command");
  };
}

function outcomeOf(error: unknown): string {
  if (error instanceof OnlyPlanned) return "planned";
  if (!(error instanceof DomainError)) return "failed";
  return error.code === "forbidden" ? "refused" : "not_done";
}

const kinds: Record<string, string> = {
  block_actions: "button",
  block_suggestion: "options",
  view_submission: "form",
  shortcut: "shortcut",
  message_action: "shortcut",
  event_callback: "event",
};

/** Measures how long Slack waits for the acknowledgement of each delivery, over HTTP and over a socket alike, and begins its trace. */
export function timeAcknowledgements(
  { metrics, tracing }: Pick<App, "metrics" | "tracing">,
  bolt: Bolt,
): void {
  const process = bolt.processEvent.bind(bolt);
  bolt.processEvent = (event: ReceiverEvent) => {
    const since = performance.now();
    const { command, type } = event.body as { command?: unknown; type?: unknown };
    const kind = command === undefined ? (kinds[String(type)] ?? "other") : "command";
    const ack: ReceiverEvent["ack"] = async (answer) => {
      await event.ack(answer);
      metrics.observe("cyclr_acknowledgement_seconds", { kind }, (performance.now() - since) / 1000);
    };
    return tracing.span(kind, { kind: "server" }, () => process({ ...event, ack }));
  };
}
