import { useEffect } from "preact/hooks";
import type { View } from "../../slack/model/message-log.ts";
import { Blocks } from "./blocks.tsx";
import { useStore } from "./store.ts";
import { SurfaceContext } from "./surface.ts";
import { useViewSurface } from "./view-surface.tsx";

/** The app's Home, as the person at the page sees it; opening it tells the app. */
export function HomeTab({ onBack }: { onBack: () => void }) {
  const { give, screen } = useStore();
  useEffect(() => void give("home", {}), []);
  return (
    <section class="place" aria-label="App Home">
      <header>
        <button type="button" class="back" onClick={onBack}>
          ‹ Places
        </button>
        <h1>App Home</h1>
        <p>What Cyclr shows to you alone</p>
      </header>
      <div class="home" tabIndex={0} role="region" aria-label="Home of Cyclr">
        {screen.home ? (
          <HomeView view={screen.home} />
        ) : (
          <p class="empty">Cyclr has not drawn your Home yet.</p>
        )}
      </div>
    </section>
  );
}

function HomeView({ view }: { view: View }) {
  const surface = useViewSurface(view);
  return (
    <SurfaceContext.Provider value={surface}>
      <Blocks blocks={view.blocks} />
    </SurfaceContext.Provider>
  );
}
