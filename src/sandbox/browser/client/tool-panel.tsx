import type { ComponentChildren } from "preact";
import { useStore } from "./store.ts";

/** What stands beside the workspace, and is no part of Slack. */
export function ToolPanel({
  title,
  intro,
  children,
}: {
  title: string;
  intro: string;
  children: ComponentChildren;
}) {
  const { step } = useStore();
  return (
    <aside class="side tool" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button
          type="button"
          class="quiet"
          aria-label={`Close: ${title}`}
          onClick={() => step({ kind: "tool", tool: undefined })}
        >
          ×
        </button>
      </header>
      <p class="intro">{intro}</p>
      {children}
    </aside>
  );
}
