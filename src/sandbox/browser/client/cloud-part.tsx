import type { CloudInspection } from "../wire.ts";
import { exactTime } from "./moments.ts";
import { useNames } from "./names.ts";

/** What stands in Cyclr's cloud, and what the program asked of it. */
export function CloudPart({ cloud }: { cloud: CloudInspection }) {
  const { tz } = useNames();
  return (
    <>
      <h3>Calls, the newest first</h3>
      <ol>
        {cloud.calls.map(({ at, method, path, status, ms }, index) => (
          <li key={cloud.calls.length - index} class="request">
            <strong>{method}</strong> {path}
            <p>
              <small class={status >= 200 && status < 300 ? undefined : "fault"}>
                {exactTime(at, tz)} · {status || "no answer"} · {ms} ms
              </small>
            </p>
          </li>
        ))}
      </ol>
      {cloud.calls.length === 0 && <p class="empty">Nothing was asked of it yet.</p>}
      <h3>Accounts there</h3>
      <ol>
        {cloud.accounts.map(({ apiId, name, parent, members }) => (
          <li key={apiId} class="request">
            <strong>{name}</strong> ({apiId}){parent && ` under ${parent}`}
            <p>
              <small>{members.length > 0 ? members.join(", ") : "no users"}</small>
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
