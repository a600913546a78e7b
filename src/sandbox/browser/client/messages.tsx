import { memo } from "preact/compat";
import { useEffect, useRef, useState } from "preact/hooks";
import { textOf, type JsonObject } from "../../slack/model/message-log.ts";
import type { Shown } from "../wire.ts";
import { Blocks } from "./blocks.tsx";
import { Mrkdwn } from "./markup.tsx";
import { clockTime } from "./moments.ts";
import { useNames } from "./names.ts";
import { pageToken } from "./orders.ts";
import { useActs, useStore } from "./store.ts";
import { chosenOf, SurfaceContext, type Spot, type Surface } from "./surface.ts";
import { uploadOf } from "./upload.ts";

interface MessageProps {
  message: Shown;
  replies: number;
  lastReply: string | undefined;
  inThread: boolean;
  /** Follows another of the same author. */
  together: boolean;
}

/** One message; drawn anew only where it has changed. */
export const Message = memo(function Message({
  message,
  replies,
  lastReply,
  inThread,
  together,
}: MessageProps) {
  const { step } = useActs();
  const names = useNames();
  const surface = useMessageSurface(message);
  const changed = useChanged(message);
  const author = names.person(message.user);
  const name = author?.realName ?? message.user;
  const time = clockTime(message.ts, names.tz);
  const classes = ["message", message.ephemeral && "ephemeral", changed && "changed", together && "together"];
  return (
    <article class={classes.filter(Boolean).join(" ")} aria-label={`${name}, ${time}`} data-ts={message.ts}>
      {!together && <Avatar name={name} isBot={author?.isBot ?? false} />}
      <div class="content">
        {message.ephemeral && <p class="only">Only visible to you</p>}
        {!together && (
          <div class="by">
            <strong>{name}</strong>
            {author?.isBot && <span class="tag">app</span>}
            <time dateTime={new Date(Number(message.ts) * 1000).toISOString()}>{time}</time>
            {message.edited && <span class="soft">(edited)</span>}
          </div>
        )}
        <SurfaceContext.Provider value={surface}>
          {message.deleted ? (
            <p class="soft">This message was deleted.</p>
          ) : message.blocks && message.blocks.length > 0 ? (
            <Blocks blocks={message.blocks} />
          ) : (
            <div class="text">
              <Mrkdwn text={message.text} />
            </div>
          )}
        </SurfaceContext.Provider>
        {message.files.map((file) => (
          <FileLink key={textOf(file["id"])} file={file} />
        ))}
        {replies > 0 && <Replies message={message} count={replies} last={lastReply ?? ""} />}
      </div>
      <MessageMenu message={message} inThread={inThread} onHide={() => step({ kind: "hide", ...message })} />
    </article>
  );
});

function Replies({ message, count, last }: { message: Shown; count: number; last: string }) {
  const { state, step, screen } = useStore();
  const { channel, ts } = message;
  const isNew = (state.seen[`${screen.me}/${channel}/${ts}`] ?? "") < last;
  return (
    <button
      type="button"
      class={isNew ? "replies new" : "replies"}
      onClick={() => step({ kind: "thread", thread: { channel, ts } })}
    >
      {count === 1 ? "1 reply" : `${count} replies`}
      {isNew && <span class="badge">new</span>}
    </button>
  );
}

function MessageMenu({
  message,
  inThread,
  onHide,
}: {
  message: Shown;
  inThread: boolean;
  onHide: () => void;
}) {
  const { step, give, shortcuts } = useActs();
  const { channel, ts } = message;
  if (message.ephemeral)
    return (
      <div class="menu">
        <button type="button" onClick={onHide}>
          Dismiss
        </button>
      </div>
    );
  return (
    <div class="menu">
      {!inThread && (
        <button type="button" onClick={() => step({ kind: "thread", thread: { channel, ts } })}>
          Thread
        </button>
      )}
      {shortcuts
        .filter(({ type }) => type === "message")
        .map(({ name, callbackId, description }) => (
          <button
            key={callbackId}
            type="button"
            class="extra"
            title={description}
            onClick={() => void give("shortcut", { callbackId, message: { channelId: channel, ts } })}
          >
            {name}
          </button>
        ))}
    </div>
  );
}

function FileLink({ file }: { file: JsonObject }) {
  const id = textOf(file["id"]);
  return (
    <a class="file" href={`/files/${id}?token=${pageToken}`} download={textOf(file["name"])}>
      <strong>{textOf(file["title"]) || textOf(file["name"])}</strong>
      <small>
        {textOf(file["filetype"]).toUpperCase()}, {textOf(file["size"])} bytes
      </small>
    </a>
  );
}

const colours = 6;

export function Avatar({ name, isBot }: { name: string; isBot: boolean }) {
  const letters = name
    .split(/\s+/u)
    .map(([first = ""]) => first)
    .slice(0, 2)
    .join("");
  const colour = (name.length * 7 + (name.codePointAt(0) ?? 0) + (name.codePointAt(1) ?? 0)) % colours;
  return (
    <span class={isBot ? "avatar bot" : `avatar c${colour}`} aria-hidden="true">
      {letters}
    </span>
  );
}

/** True for a moment after the message has changed under one's eyes. */
function useChanged(message: Shown): boolean {
  const written = JSON.stringify([message.text, message.blocks]);
  const first = useRef(written);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (first.current === written) return;
    first.current = written;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), 1600);
    return () => clearTimeout(timer);
  }, [written]);
  return changed;
}

function spotOf({ block, element }: Spot): { blockId: string; actionId: string } {
  return { blockId: textOf(block.block_id), actionId: textOf(element["action_id"]) };
}

function useMessageSurface(message: Shown): Surface {
  const { give } = useActs();
  const [held, setHeld] = useState<Record<string, JsonObject>>({});
  const { channel: channelId, ts } = message;
  const press: Surface["press"] = async (spot, selected) => {
    await give("press", { channelId, ts, ...spotOf(spot), ...(selected !== undefined && { selected }) });
  };
  return {
    id: `m-${channelId}-${ts}`,
    held: (spot) => {
      const { blockId, actionId } = spotOf(spot);
      return held[`${blockId}/${actionId}`] ?? message.values[blockId]?.[actionId];
    },
    choose(spot, value, done) {
      const { blockId, actionId } = spotOf(spot);
      setHeld({ ...held, [`${blockId}/${actionId}`]: value });
      if (done) void press(spot, chosenOf(value));
    },
    press,
    async options(spot, query) {
      const asked = { channelId, ts, query, ...spotOf(spot) };
      return (await give<{ options: JsonObject[] }>("optionsInMessage", asked))?.options ?? [];
    },
    upload: uploadOf(give),
    error: () => undefined,
  };
}
