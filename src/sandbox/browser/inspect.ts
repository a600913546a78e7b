import type { App } from "../../core/context.ts";
import type { Delivery } from "../slack/delivery/delivery-log.ts";
import { objectOf, objectsOf, textOf, type JsonObject } from "../slack/model/message-log.ts";
import type { ApiCall } from "../slack/server/call-log.ts";
import type { SlackSandbox } from "../slack/slack-sandbox.ts";
import type { SandboxCloud } from "../cloud/start-cloud.ts";
import type { CloudInspection, Inspection, RequestRow, Trace } from "./wire.ts";

const tracesAtMost = 80;
const rowsAtMost = 15;

/**
 * What passed between Slack and the app, the newest first, the Requests as they stand in the database, and what Cyclr's cloud was
 * asked and has.
 */
export async function inspect(
  slack: SlackSandbox,
  app: Pick<App, "db">,
  cloud?: SandboxCloud,
): Promise<Inspection> {
  const names = new Map(slack.workspace.users.all().map(({ id, name }) => [id, name]));
  const from = Math.max(0, slack.calls.length - tracesAtMost);
  const traces = [
    ...slack.deliveries.map((delivery) => traceOfDelivery(delivery, names)),
    ...slack.calls.slice(from).map((call, index) => traceOfCall(call, from + index)),
  ];
  // A database that was taken away hides its rows, and not what passed between Slack and the app.
  const requests = await requestsOf(app).catch(() => undefined);
  return {
    traces: traces.toSorted((one, other) => other.at - one.at).slice(0, tracesAtMost),
    ...(requests && { requests }),
    ...(cloud && { cloud: await inspectCloud(cloud) }),
  };
}

async function inspectCloud(cloud: SandboxCloud): Promise<CloudInspection> {
  const calls = cloud.proxy.calls.toReversed().slice(0, tracesAtMost);
  return { calls, accounts: await cloud.accounts() };
}

/** All of one delivery or call, with what was answered; undefined where it is kept no longer. */
export function traceInFull(slack: SlackSandbox, id: string): JsonObject | undefined {
  const [kind, number] = [id[0], Number(id.slice(1))];
  if (kind === "c") {
    const call = slack.calls[number];
    return call && { sent: call.args, status: call.status, answered: call.result ?? null };
  }
  const delivery = slack.deliveries.find((one) => one.id === number);
  if (!delivery) return undefined;
  const { parcel, receipt } = delivery;
  return { sent: parcel.payload, answered: receipt ?? "not yet" };
}

function traceOfDelivery({ id, at, parcel, receipt }: Delivery, names: Map<string, string>): Trace {
  const { payload, kind, retry } = parcel;
  const userId = textOf(payload["user_id"]) || textOf(objectOf(payload["user"])["id"]);
  const again = retry ? `, attempt ${retry.attempt + 1}` : "";
  return {
    id: `d${id}`,
    kind: "delivery",
    at,
    title: titleOf(kind, payload),
    note: `${names.get(userId) ?? "Slack"}${again}`,
    ...(receipt && { ackMs: Math.round(receipt.ackMs) }),
    ...(receipt?.error && { fault: receipt.error }),
  };
}

function titleOf(kind: Delivery["parcel"]["kind"], payload: JsonObject): string {
  if (kind === "slash_commands") return `${textOf(payload["command"])} ${textOf(payload["text"])}`;
  if (kind === "events_api") return `event ${textOf(objectOf(payload["event"])["type"])}`;
  const type = textOf(payload["type"]);
  const [action] = objectsOf(payload["actions"]);
  const view = textOf(objectOf(objectOf(payload["view"])["title"])["text"]);
  const about =
    textOf(action?.["action_id"]) || textOf(payload["action_id"]) || view || textOf(payload["callback_id"]);
  return `${type} ${about}`.trim();
}

function traceOfCall({ method, args, result, status, at }: ApiCall, index: number): Trace {
  const error = textOf(result?.["error"]);
  const fault =
    status === 200 && !error ? "" : [status === 0 ? "no answer" : status, error].filter(Boolean).join(" ");
  const where =
    textOf(args["channel"]) || textOf(args["user"]) || textOf(args["user_id"]) || textOf(args["view_id"]);
  return { id: `c${index}`, kind: "call", at, title: method, note: where, ...(fault && { fault }) };
}

async function requestsOf({ db }: Pick<App, "db">): Promise<RequestRow[]> {
  const rows = await db.request.findMany({
    orderBy: { createdAt: "desc" },
    take: rowsAtMost,
    include: { _count: { select: { votes: true } } },
  });
  return rows.map((row) => {
    const moments = {
      asked: row.createdAt,
      approved: row.approvedAt,
      applied: row.appliedAt,
      mailed: row.mailedAt,
      ended: row.finishedAt,
    };
    return {
      id: row.id,
      kind: row.kind,
      what: row.what ?? "",
      status: row.status,
      trouble: row.trouble ?? "",
      counts: {
        attempts: row.attempts,
        leases: row.lease,
        "recovered by the sweep": row.recoveries,
        "retried by people": row.retried,
        votes: row._count.votes,
      },
      moments: Object.entries(moments).flatMap(([name, at]) => (at ? [{ name, at: at.getTime() }] : [])),
      ...(row.status === "queued" && row.notBefore && { notBefore: row.notBefore.getTime() }),
    };
  });
}
