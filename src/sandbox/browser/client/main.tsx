import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ConfirmProvider } from "./dialogs.tsx";
import { Conversation, Thread } from "./conversation.tsx";
import { HomeTab } from "./home.tsx";
import { InspectTool } from "./inspect-tool.tsx";
import { MailTool } from "./mail-tool.tsx";
import { Modals } from "./modal.tsx";
import { Sidebar } from "./sidebar.tsx";
import { SwitchTool } from "./switch-tool.tsx";
import { TryTool } from "./try-tool.tsx";
import { ActsContext, StoreContext, useStableActs, useWorkspace } from "./store.ts";

function Page() {
  const store = useWorkspace();
  const acts = useStableActs(store);
  const { state, step } = store;
  // On a narrow screen one is either at the list of places, or at one of them.
  const [atPlaces, setAtPlaces] = useState(false);
  useEffect(() => {
    if (state.screen) document.title = `${state.screen.team} as ${state.who}`;
  }, [state.who, state.screen?.team]);
  if (!state.screen || !acts) return <p class="waiting">Opening the workspace …</p>;
  return (
    <StoreContext.Provider value={store}>
      <ActsContext.Provider value={acts}>
        <ConfirmProvider>
          {!state.connected && (
            <p class="offline" role="status">
              The demo does not answer. Does it still run in the terminal?
            </p>
          )}
          <main class={atPlaces ? "page at-places" : "page"}>
            <Sidebar onGo={() => setAtPlaces(false)} />
            <div class="middle">
              <div class="under" inert={state.screen.views.length > 0}>
                {state.at?.kind === "place" && (
                  <Conversation key={state.at.id} id={state.at.id} onBack={() => setAtPlaces(true)} />
                )}
                {state.at?.kind === "home" && <HomeTab key={acts.me} onBack={() => setAtPlaces(true)} />}
              </div>
              <Modals key={acts.me} />
            </div>
            {state.thread && <Thread key={state.thread.ts} {...state.thread} />}
            {state.tool === "try" && !state.thread && <TryTool />}
            {state.tool === "switches" && !state.thread && <SwitchTool />}
            {state.tool === "inspect" && !state.thread && <InspectTool />}
            {state.tool === "mail" && !state.thread && <MailTool />}
          </main>
          <div class="notices" role="status">
            {state.notices.map(({ id, text }) => (
              <p key={id}>
                {text}
                <button
                  type="button"
                  class="quiet"
                  aria-label="Dismiss"
                  onClick={() => step({ kind: "dismiss", id })}
                >
                  ×
                </button>
              </p>
            ))}
          </div>
        </ConfirmProvider>
      </ActsContext.Provider>
    </StoreContext.Provider>
  );
}

render(<Page />, document.body);
