import { createContext, type ComponentChildren } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { textOf, objectOf, type JsonObject } from "../../slack/model/message-log.ts";
import { Text } from "./markup.tsx";

interface DialogProps {
  label: string;
  kind: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog above everything, which keeps the focus and closes on Escape. */
export function Dialog({ label, kind, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      class={kind}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}

/**
 * A form over the workspace, which nobody can use behind it. What stands beside the workspace stays in reach, and so does who one
 * acts as: a story waits there for its next step, and the form is one person's alone.
 */
export function OverDialog({ label, kind, onClose, children, shown }: DialogProps & { shown: string }) {
  const ref = useRef<HTMLDialogElement>(null);
  const placed = useRef<HTMLElement | undefined>(undefined);
  // An app opens its form empty and fills it a moment later: until somebody moves it, the focus goes along to the first field.
  useEffect(() => {
    const active = document.activeElement;
    const isLost = active === null || active === document.body;
    const waits = active === placed.current && active?.closest("footer");
    if (placed.current && !isLost && !waits) return;
    placed.current = firstIn(ref.current);
    placed.current?.focus();
  }, [shown]);
  useEffect(() => () => document.querySelector<HTMLElement>("#composer")?.focus(), []);
  return (
    <div class="veil">
      <dialog
        open
        ref={ref}
        class={kind}
        aria-label={label}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
        }}
      >
        {children}
      </dialog>
    </div>
  );
}

function firstIn(dialog: HTMLElement | null): HTMLElement | undefined {
  const find = (what: string) => dialog?.querySelector<HTMLElement>(what) ?? undefined;
  return find(".body :is(input, select, textarea, button):not(:disabled)") ?? find("footer button");
}

/** Asks what an element's `confirm` says. Resolves with whether one wants to go on. */
export type Confirm = (confirm: JsonObject) => Promise<boolean>;

const ConfirmContext = createContext<Confirm>(() => Promise.resolve(true));

export const useConfirm = (): Confirm => useContext(ConfirmContext);

export function ConfirmProvider({ children }: { children: ComponentChildren }) {
  const [asked, setAsked] = useState<{ confirm: JsonObject; answer: (yes: boolean) => void }>();
  const confirm: Confirm = (given) =>
    new Promise((resolve) => {
      const answer = (yes: boolean): void => {
        setAsked(undefined);
        resolve(yes);
      };
      setAsked({ confirm: given, answer });
    });
  return (
    <ConfirmContext.Provider value={confirm}>
      {children}
      {asked && <Question {...asked} />}
    </ConfirmContext.Provider>
  );
}

function Question({ confirm, answer }: { confirm: JsonObject; answer: (yes: boolean) => void }) {
  const title = textOf(objectOf(confirm["title"])["text"]) || "Are you sure?";
  const danger = confirm["style"] === "danger";
  return (
    <Dialog label={title} kind="confirm" onClose={() => answer(false)}>
      <h2>{title}</h2>
      <p>
        <Text text={confirm["text"]} />
      </p>
      <div class="row end">
        <button type="button" onClick={() => answer(false)}>
          {textOf(objectOf(confirm["deny"])["text"]) || "Cancel"}
        </button>
        <button type="button" class={danger ? "danger" : "primary"} onClick={() => answer(true)}>
          {textOf(objectOf(confirm["confirm"])["text"]) || "Yes"}
        </button>
      </div>
    </Dialog>
  );
}
