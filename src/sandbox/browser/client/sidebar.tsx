import type { Place } from "../wire.ts";
import { Avatar } from "./messages.tsx";
import { placeName, useNames } from "./names.ts";
import { type Tool, useStore } from "./store.ts";

/** Who one acts as, and where one can go. */
export function Sidebar({ onGo }: { onGo: () => void }) {
  const { state, step, give, screen } = useStore();
  const names = useNames();
  const me = names.person(screen.me);
  const actors = screen.people.filter(({ isBot }) => !isBot);
  const go = (place: Place): void => {
    step({ kind: "go", at: { kind: "place", id: place.id } });
    onGo();
  };
  const item = (place: Place, mark: string) => (
    <PlaceLink key={place.id} place={place} mark={mark} onGo={() => go(place)} />
  );
  const channels = screen.places.filter(({ kind }) => kind === "channel" || kind === "private");
  const directs = screen.places.filter(({ kind }) => kind === "im" || kind === "mpim");
  const openBot = async (): Promise<void> => {
    const opened = await give<{ channelId: string }>("direct", { with: screen.botUserId });
    if (opened) step({ kind: "go", at: { kind: "place", id: opened.channelId } });
    onGo();
  };
  const isHome = state.at?.kind === "home";
  return (
    <nav class="sidebar" aria-label="Workspace">
      <h1>{screen.team}</h1>
      <div class="actor">
        <label htmlFor="act-as">Act as</label>
        <div class="who">
          <Avatar name={me?.realName ?? ""} isBot={false} />
          <select
            id="act-as"
            value={state.who}
            onChange={({ currentTarget }) => step({ kind: "as", who: currentTarget.value })}
          >
            {actors.map(({ name, realName }) => (
              <option key={name} value={name}>
                {realName}
              </option>
            ))}
          </select>
        </div>
        <p>{me?.what}</p>
      </div>
      <h2>Cyclr</h2>
      <ul>
        <li>
          <button
            type="button"
            aria-current={isHome ? "page" : undefined}
            onClick={() => {
              step({ kind: "go", at: { kind: "home" } });
              onGo();
            }}
          >
            <span class="mark">⌂</span> App Home
          </button>
        </li>
        {!directs.some(({ members }) => members.includes(screen.botUserId) && members.length === 2) && (
          <li>
            <button type="button" onClick={() => void openBot()}>
              <span class="mark">@</span> Messages with Cyclr
            </button>
          </li>
        )}
      </ul>
      <h2>Channels</h2>
      <ul>{channels.map((place) => item(place, "#"))}</ul>
      {directs.length > 0 && (
        <>
          <h2>Direct messages</h2>
          <ul>{directs.map((place) => item(place, "@"))}</ul>
        </>
      )}
      <h2>Beside the workspace</h2>
      <ul>
        <ToolLink tool="try" mark="▸" label="Things to try" news={0} onGo={onGo} />
        <ToolLink
          tool="mail"
          mark="✉"
          label="Mailbox"
          news={screen.mails.length - state.mailsSeen}
          onGo={onGo}
        />
        <ToolLink tool="inspect" mark="⇄" label="Deliveries" news={0} onGo={onGo} />
        <ToolLink tool="switches" mark="⚙" label="Switchboard" news={0} onGo={onGo} />
      </ul>
    </nav>
  );
}

interface ToolLinkProps {
  tool: Tool;
  mark: string;
  label: string;
  /** How much there is that has not been seen. */
  news: number;
  onGo: () => void;
}

function ToolLink({ tool, mark, label, news, onGo }: ToolLinkProps) {
  const { state, step } = useStore();
  const isOpen = state.tool === tool && !state.thread;
  return (
    <li>
      <button
        type="button"
        aria-pressed={isOpen}
        class={isOpen ? "open" : undefined}
        onClick={() => {
          step({ kind: "tool", tool: isOpen ? undefined : tool });
          onGo();
        }}
      >
        <span class="mark">{mark}</span> {label}
        {news > 0 && (
          <span class="badge" aria-label={`${news} new`}>
            {news}
          </span>
        )}
      </button>
    </li>
  );
}

function PlaceLink({ place, mark, onGo }: { place: Place; mark: string; onGo: () => void }) {
  const { state, screen } = useStore();
  const names = useNames();
  const isHere = state.at?.kind === "place" && state.at.id === place.id;
  const seen = state.seen[`${screen.me}/${place.id}`] ?? "";
  const unread = (state.messages.get(place.id) ?? []).filter(
    ({ ts, user, thread_ts: thread }) => ts > seen && user !== screen.me && (!thread || thread === ts),
  ).length;
  return (
    <li>
      <button
        type="button"
        class={unread > 0 && !isHere ? "unread" : undefined}
        aria-current={isHere ? "page" : undefined}
        onClick={onGo}
      >
        <span class="mark">{mark}</span> {placeName(place, names)}
        {unread > 0 && !isHere && (
          <span class="badge" aria-label={`${unread} unread`}>
            {unread}
          </span>
        )}
      </button>
    </li>
  );
}
