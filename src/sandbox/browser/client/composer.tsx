import { useEffect, useRef, useState } from "preact/hooks";
import type { Suggestion } from "../wire.ts";
import { useStore } from "./store.ts";

interface ComposerProps {
  channelId: string;
  threadTs?: string;
  label: string;
}

/** Enter sends, Shift and Enter begins a line. A line with /cyclr is a command; while it is typed, it is shown how it may go on. */
export function Composer({ channelId, threadTs, label }: ComposerProps) {
  const { give, screen } = useStore();
  const [text, setText] = useState("");
  const [at, setAt] = useState(-1);
  const [closed, setClosed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { found, isStale } = useSuggestions(threadTs || closed ? "" : text);
  const list = useRef<HTMLUListElement>(null);
  const id = threadTs ? "thread-composer" : "composer";
  const open = found.length > 0;

  useEffect(() => {
    if (field.current) {
      field.current.style.height = "auto";
      field.current.style.height = `${Math.min(field.current.scrollHeight, 160)}px`;
    }
  }, [text]);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const type = (typed: string): void => {
    setText(typed);
    setAt(-1);
    setClosed(false);
  };
  const take = (suggestion: Suggestion | undefined): void => {
    if (!suggestion) return;
    type(suggestion.line);
    field.current?.focus();
  };
  const send = async (): Promise<void> => {
    const line = text.trim();
    if (line === "") return;
    type("");
    if (line.startsWith("/") && !threadTs) {
      await give("command", { channelId, text: line.replace(/^\/\S+\s?/u, "") });
    } else {
      await give("say", { channelId, text: line, ...(threadTs && { threadTs }) });
    }
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" && open) setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp" && open) setAt(Math.max(at - 1, -1));
    // What still stands there belongs to what was typed before: it is not taken.
    else if (event.key === "Tab" && open && !event.shiftKey)
      take(isStale ? undefined : found[Math.max(at, 0)]);
    else if (event.key === "Escape" && open) setClosed(true);
    else if (event.key === "Enter" && !event.shiftKey && open && at >= 0) take(found[at]);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) void send();
    else return;
    event.preventDefault();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {open && (
        <ul
          ref={list}
          id={`${id}-list`}
          class="suggestions"
          tabIndex={0}
          role="listbox"
          aria-label="How the line may go on"
        >
          {found.map((one, index) => (
            <li
              key={one.line}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              class={index === at ? "at" : undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(one)}
            >
              <code>{one.label}</code>
              <span>{one.detail}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="hidden" role="status">
        {open ? `${found.length} ways to go on: arrow keys and Tab choose` : ""}
      </p>
      <div class="line">
        <textarea
          ref={field}
          id={id}
          rows={1}
          aria-label={label}
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={open && at >= 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder={threadTs ? "Reply" : "Type /cyclr, or a message"}
          value={text}
          onInput={({ currentTarget }) => type(currentTarget.value)}
          onKeyDown={key}
        />
        <button type="submit" class="primary" disabled={text.trim() === ""}>
          Send
        </button>
      </div>
      {!threadTs && (
        <div class="row shortcuts" role="group" aria-label="Shortcuts">
          {screen.shortcuts
            .filter(({ type }) => type === "global")
            .map(({ name, callbackId, description }) => (
              <button
                key={callbackId}
                type="button"
                class="chip"
                title={description}
                onClick={() => void give("shortcut", { callbackId })}
              >
                {name}
              </button>
            ))}
        </div>
      )}
    </form>
  );
}

function useSuggestions(text: string): { found: Suggestion[]; isStale: boolean } {
  const { give } = useStore();
  const [{ found, of }, setFound] = useState<{ found: Suggestion[]; of: string }>({ found: [], of: "" });
  const asks = text.startsWith("/") && !text.includes("\n");
  useEffect(() => {
    if (!asks) return setFound({ found: [], of: text });
    let current = true;
    const ask = async (): Promise<void> => {
      const answer = await give<{ suggestions: Suggestion[] }>("suggest", { text });
      if (current) setFound({ found: answer?.suggestions ?? [], of: text });
    };
    void ask();
    return () => {
      current = false;
    };
  }, [text]);
  return { found: asks ? found : [], isStale: of !== text };
}
