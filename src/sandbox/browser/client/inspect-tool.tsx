import { useEffect, useState } from "preact/hooks";
import type { JsonObject } from "../../slack/model/message-log.ts";
import type { Inspection, RequestRow, Trace } from "../wire.ts";
import { exactTime } from "./moments.ts";
import { CloudPart } from "./cloud-part.tsx";
import { useNames } from "./names.ts";
import { useActs } from "./store.ts";
import { ToolPanel } from "./tool-panel.tsx";

const askEveryMs = 1_000;
const slackWaitsMs = 3_000;

const partNames = { traces: "Deliveries and calls", requests: "Requests", cloud: "Cyclr's cloud" };

/** What passes between Slack and the app, and what becomes of each Request. */
export function InspectTool() {
  const { give } = useActs();
  const [seen, setSeen] = useState<Inspection>({ traces: [], requests: [] });
  const [part, setPart] = useState<"traces" | "requests" | "cloud">("traces");
  useEffect(() => {
    const look = async (): Promise<void> => {
      const answer = await give<Inspection>("inspect", {});
      if (answer) setSeen(answer);
    };
    void look();
    const timer = setInterval(() => void look(), askEveryMs);
    return () => clearInterval(timer);
  }, [give]);
  return (
    <ToolPanel
      title="Deliveries"
      intro="What Slack tells the app (→) and the app asks of Slack (←), the newest first; and the rows that hold the truth."
    >
      <div class="row parts" role="group" aria-label="Show">
        <button type="button" class="chip" aria-pressed={part === "traces"} onClick={() => setPart("traces")}>
          Deliveries and calls
        </button>
        <button
          type="button"
          class="chip"
          aria-pressed={part === "requests"}
          onClick={() => setPart("requests")}
        >
          Requests
        </button>
        {seen.cloud && (
          <button type="button" class="chip" aria-pressed={part === "cloud"} onClick={() => setPart("cloud")}>
            Cyclr's cloud
          </button>
        )}
      </div>
      <div class="traces" tabIndex={0} role="region" aria-label={partNames[part]}>
        {part === "cloud" && seen.cloud && <CloudPart cloud={seen.cloud} />}
        {part === "traces" && (
          <ol>
            {seen.traces.map((trace) => (
              <TraceLine key={trace.id} trace={trace} />
            ))}
          </ol>
        )}
        {part === "requests" && (
          <ol>
            {seen.requests?.map((row) => (
              <RequestLine key={row.id} row={row} />
            ))}
          </ol>
        )}
        {part !== "cloud" && seen[part]?.length === 0 && <p class="empty">Nothing yet. Send /cyclr help</p>}
        {!seen[part] && <p class="empty">The database cannot be read now.</p>}
      </div>
    </ToolPanel>
  );
}

function TraceLine({ trace }: { trace: Trace }) {
  const { give } = useActs();
  const { tz } = useNames();
  const [full, setFull] = useState<JsonObject>();
  const [open, setOpen] = useState(false);
  const { ackMs, fault, kind } = trace;
  const toggle = async (): Promise<void> => {
    setOpen(!open);
    if (!open) setFull(await give<JsonObject>("trace", { id: trace.id }));
  };
  return (
    <li>
      <button type="button" aria-expanded={open} onClick={() => void toggle()}>
        <span
          class="way"
          aria-label={kind === "delivery" ? "Slack to the app" : "The app to Slack"}
          role="img"
        >
          {kind === "delivery" ? "→" : "←"}
        </span>
        <span class="title">{trace.title}</span>
        <small>
          {exactTime(trace.at, tz)} {trace.note && `· ${trace.note}`}
          {ackMs !== undefined && ` · acknowledged after ${ackMs} of ${slackWaitsMs} ms`}
          {kind === "delivery" && ackMs === undefined && " · on its way"}
        </small>
        {fault && <small class="fault">{fault}</small>}
        {ackMs !== undefined && (
          <meter min={0} max={slackWaitsMs} high={1_500} value={ackMs} aria-label="Time to acknowledge" />
        )}
      </button>
      {open && full && (
        <>
          <h3>Sent</h3>
          <pre tabIndex={0}>{JSON.stringify(full["sent"], null, 2)}</pre>
          <h3>Answered</h3>
          <pre tabIndex={0}>{JSON.stringify(full["answered"], null, 2)}</pre>
        </>
      )}
    </li>
  );
}

function RequestLine({ row }: { row: RequestRow }) {
  const { tz } = useNames();
  const counts = Object.entries(row.counts).filter(([, count]) => count > 0);
  return (
    <li class="request">
      <span class={`status ${row.status}`}>{row.status}</span> <strong>{row.kind}</strong>
      {row.what && <p>{row.what}</p>}
      {row.trouble && <p class="fault">{row.trouble}</p>}
      <p>
        <small>{row.moments.map(({ name, at }) => `${name} ${exactTime(at, tz)}`).join(" → ")}</small>
      </p>
      {row.notBefore && (
        <p>
          <small>tried again at {exactTime(row.notBefore, tz)}</small>
        </p>
      )}
      {counts.length > 0 && (
        <p>
          <small>{counts.map(([name, count]) => `${name}: ${count}`).join(", ")}</small>
        </p>
      )}
    </li>
  );
}
