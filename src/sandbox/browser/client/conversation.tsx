import { useEffect, useMemo } from "preact/hooks";
import type { Shown } from "../wire.ts";
import { Composer } from "./composer.tsx";
import { MessageList } from "./message-list.tsx";
import { placeName, useNames } from "./names.ts";
import { useStore } from "./store.ts";

function isReply({ ts, thread_ts: thread }: Shown): boolean {
  return thread !== undefined && thread !== ts;
}

/** A channel or direct messages: what stands there, and the line to type in. */
export function Conversation({ id, onBack }: { id: string; onBack: () => void }) {
  const { state, step, screen } = useStore();
  const names = useNames();
  const all = state.messages.get(id) ?? [];
  const [messages, threads] = useMemo(() => {
    const replies = new Map<string, Shown[]>();
    for (const reply of all.filter(isReply)) {
      const root = reply.thread_ts ?? "";
      const known = replies.get(root);
      if (known) known.push(reply);
      else replies.set(root, [reply]);
    }
    return [all.filter((message) => !isReply(message)), replies] as const;
  }, [all]);
  const last = messages.at(-1)?.ts ?? "";
  useEffect(() => step({ kind: "seen", key: `${screen.me}/${id}`, ts: last }), [last]);
  const place = screen.places.find((one) => one.id === id);
  if (!place) return null;
  const name = placeName(place, names);
  const isChannel = place.kind === "channel" || place.kind === "private";
  const withBot = place.members.includes(screen.botUserId);
  return (
    <section class="place" aria-label={name}>
      <header>
        <button type="button" class="back" onClick={onBack}>
          ‹ Places
        </button>
        <h1>{isChannel ? `# ${name}` : name}</h1>
        <p>
          {isChannel
            ? `${place.members.length} members${withBot ? ", Cyclr among them" : "; Cyclr is not here"}`
            : "Direct messages"}
        </p>
      </header>
      <MessageList label={`Messages in ${name}`} messages={messages} threads={threads} />
      <Composer channelId={id} label={`Message to ${name}`} />
    </section>
  );
}

/** A message with its replies, beside the conversation. */
export function Thread({ channel, ts }: { channel: string; ts: string }) {
  const { state, step, screen } = useStore();
  const messages = (state.messages.get(channel) ?? []).filter(
    (message) => message.ts === ts || message.thread_ts === ts,
  );
  const last = messages.at(-1)?.ts ?? "";
  useEffect(() => step({ kind: "seen", key: `${screen.me}/${channel}/${ts}`, ts: last }), [last]);
  return (
    <aside class="side" aria-label="Thread">
      <header>
        <h2>Thread</h2>
        <button
          type="button"
          class="quiet"
          aria-label="Close the thread"
          onClick={() => step({ kind: "thread", thread: undefined })}
        >
          ×
        </button>
      </header>
      <MessageList label="Messages in the thread" messages={messages} />
      <Composer channelId={channel} threadTs={ts} label="Reply in the thread" />
    </aside>
  );
}
