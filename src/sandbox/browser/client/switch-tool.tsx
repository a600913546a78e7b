import { useEffect, useState } from "preact/hooks";
import type { Switches } from "../wire.ts";
import { exactTime } from "./moments.ts";
import { useNames } from "./names.ts";
import { useActs } from "./store.ts";
import { ToolPanel } from "./tool-panel.tsx";

const askEveryMs = 1_000;

/** Takes things away from the program, and gives them back: nothing is to be lost, and nothing done twice. */
export function SwitchTool() {
  const { give } = useActs();
  const { tz } = useNames();
  const [seen, setSeen] = useState<Switches>();
  const [busy, setBusy] = useState<string>();
  useEffect(() => {
    const look = async (): Promise<void> => setSeen((await give<Switches>("switches", {})) ?? seen);
    void look();
    const timer = setInterval(() => void look(), askEveryMs);
    return () => clearInterval(timer);
  }, [give]);
  const press = async (name: string): Promise<void> => {
    setBusy(name);
    const now = await give<Switches>("pressSwitch", { name });
    if (now) setSeen(now);
    setBusy(undefined);
  };
  const groups = [...new Set(seen?.switches.map(({ group }) => group))];
  return (
    <ToolPanel
      title="Switchboard"
      intro="Take something away, ask for something, and give it back: nothing is lost, and nothing is done twice."
    >
      <div class="switches" tabIndex={0} role="region" aria-label="Switches">
        <div class="states" role="status">
          {seen?.states.map((state) => (
            <p key={state}>{state}</p>
          ))}
        </div>
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            {seen?.switches
              .filter((one) => one.group === group)
              .map(({ name, label, expect }) => (
                <div key={name} class="switch">
                  <button
                    type="button"
                    disabled={busy !== undefined}
                    aria-describedby={`switch-${name}`}
                    onClick={() => void press(name)}
                  >
                    {busy === name ? `${label} …` : label}
                  </button>
                  <small id={`switch-${name}`}>{expect}</small>
                </div>
              ))}
          </section>
        ))}
        {seen && seen.log.length > 0 && (
          <section>
            <h3>Pressed</h3>
            <ol class="log">
              {seen.log.map(({ at, text }) => (
                <li key={at}>
                  <small>
                    {exactTime(at, tz)} {text}
                  </small>
                </li>
              ))}
            </ol>
          </section>
        )}
      </div>
    </ToolPanel>
  );
}
