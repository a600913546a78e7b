import { useEffect, useRef, useState } from "preact/hooks";
import { objectOf, textOf, type View } from "../../slack/model/message-log.ts";
import { Blocks } from "./blocks.tsx";
import { OverDialog } from "./dialogs.tsx";
import { useActs, useStore } from "./store.ts";
import { SurfaceContext } from "./surface.ts";
import { useViewSurface } from "./view-surface.tsx";

function label(part: View["title"], otherwise: string): string {
  return textOf(objectOf(part)["text"]) || otherwise;
}

/** The top of the stack of modals; those below it show again when it is closed. */
export function Modals() {
  const { screen } = useStore();
  return (
    <>
      {screen.views.map((view, at) => (
        <Modal key={view.id} view={view} hidden={at < screen.views.length - 1} isOnly={at === 0} />
      ))}
    </>
  );
}

interface Sent {
  result: string;
  errors?: Record<string, string>;
  notice?: string;
}

function Modal({ view, hidden, isOnly }: { view: View; hidden: boolean; isOnly: boolean }) {
  const { give } = useActs();
  const surface = useViewSurface(view);
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const hasInput = view.blocks.some(({ type }) => type === "input");

  const close = (all: boolean): void => void give("close", { viewId: view.id, all });
  const submit = async (): Promise<void> => {
    setBusy(true);
    setNotice(undefined);
    surface.setErrors({});
    const sent = await give<Sent>("submit", { viewId: view.id, values: surface.values() });
    setBusy(false);
    surface.setErrors(sent?.errors ?? {});
    setNotice(sent?.notice);
  };
  // The first field that something is wrong with, once it is marked so.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [surface.errors]);
  // A covered modal keeps what is typed in it.
  if (hidden) return null;
  const title = label(view.title, "Form");
  return (
    <OverDialog label={title} kind="modal" shown={view.hash} onClose={() => close(false)}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && (hasInput || view.submit)) void submit();
        }}
      >
        <header>
          <h2>{title}</h2>
          <button type="button" class="quiet" aria-label="Close everything" onClick={() => close(true)}>
            ×
          </button>
        </header>
        <div class="body">
          <SurfaceContext.Provider value={surface}>
            <Blocks blocks={view.blocks} />
          </SurfaceContext.Provider>
          {notice && (
            <p class="alert error" role="alert">
              {notice}
            </p>
          )}
        </div>
        <footer class="row end">
          <button type="button" onClick={() => close(false)}>
            {label(view.close, isOnly ? "Cancel" : "Back")}
          </button>
          {view.submit && (
            <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
              {label(view.submit, "Submit")}
            </button>
          )}
        </footer>
      </form>
    </OverDialog>
  );
}
