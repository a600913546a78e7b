import { Fragment } from "preact";
import { memo } from "preact/compat";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Shown } from "../wire.ts";
import { Message } from "./messages.tsx";
import { dayOf } from "./moments.ts";
import { useNames } from "./names.ts";

interface MessageListProps {
  label: string;
  messages: Shown[];
  /** How many replies hang on each message, and the latest of them; left out within a thread. */
  threads?: ReadonlyMap<string, Shown[]>;
}

const nearEnd = 80;
const togetherSeconds = 300;

/** So many are drawn at first, and so many more each time that one comes near the first of them: no one task may be felt. */
const drawnAtOnce = 30;
const drawnMore = 12;
const nearFirst = 800;

/** Messages in the order of their time, at their end unless one has scrolled away from it. */
export const MessageList = memo(function MessageList({ label, messages, threads }: MessageListProps) {
  const list = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const { tz } = useNames();
  // The first that is drawn, for somebody who has gone up; at the end the newest are, however many come.
  const [from, setFrom] = useState<string>();
  const first = firstDrawn(messages, from);
  const toEnd = (): void => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  };
  const drawEarlier = (): void => {
    // What is put above somebody who stands at the very top would push away what they look at.
    if (list.current?.scrollTop === 0) list.current.scrollTop = 1;
    setFrom(messages[Math.max(0, first - drawnMore)]?.ts);
  };
  useLayoutEffect(toEnd);
  useEffect(() => {
    // Beside a panel that opens the same words need more lines, and what is drawn for the first time is higher than was thought.
    const watch = new ResizeObserver(toEnd);
    for (const part of [list.current, inner.current]) if (part) watch.observe(part);
    return () => watch.disconnect();
  }, []);
  return (
    <div
      ref={list}
      class="messages"
      role="log"
      aria-label={label}
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        const isNear = at.scrollHeight - at.scrollTop - at.clientHeight < nearEnd;
        const goesUp = at.scrollTop < lastTop.current;
        // Only who goes up leaves the end.
        if (isNear) atEnd.current = true;
        else if (goesUp) atEnd.current = false;
        lastTop.current = at.scrollTop;
        if (isNear && from !== undefined) setFrom(undefined);
        else if (!isNear && at.scrollTop < nearFirst && first > 0) drawEarlier();
      }}
    >
      <div ref={inner}>
        {first > 0 && (
          <button type="button" class="earlier" onClick={drawEarlier}>
            Earlier messages
          </button>
        )}
        {messages.slice(first).map((message, index) => {
          const before = messages[first + index - 1];
          const day = dayOf(message.ts, tz);
          const isNewDay = !before || dayOf(before.ts, tz) !== day;
          const together =
            !isNewDay &&
            before.user === message.user &&
            before.ephemeral === message.ephemeral &&
            Number(message.ts) - Number(before.ts) < togetherSeconds;
          return (
            <Fragment key={`${message.channel}/${message.ts}`}>
              {isNewDay && (
                <div class="day">
                  <span>{day}</span>
                </div>
              )}
              <Message
                message={message}
                replies={threads?.get(message.ts)?.length ?? 0}
                lastReply={threads?.get(message.ts)?.at(-1)?.ts}
                inThread={!threads}
                together={together}
              />
            </Fragment>
          );
        })}
        {messages.length === 0 && <p class="empty">Nothing here yet.</p>}
      </div>
    </div>
  );
});

function firstDrawn(messages: readonly Shown[], from: string | undefined): number {
  const newest = Math.max(0, messages.length - drawnAtOnce);
  if (from === undefined) return newest;
  const known = messages.findIndex(({ ts }) => ts >= from);
  return known === -1 ? newest : known;
}
