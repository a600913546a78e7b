import { Fragment } from "preact";
import { memo } from "preact/compat";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Shown } from "../wire.ts";
import { Message } from "./messages.tsx";
import { dayOf, today } from "./moments.ts";
import { useNames } from "./names.ts";

interface MessageListProps {
  label: string;
  messages: Shown[];
  /** How many replies hang on each message, and the latest of them; left out within a thread. */
  threads?: ReadonlyMap<string, Shown[]>;
}

const nearEnd = 80;
const togetherSeconds = 300;

/** So many are drawn at first, and a stretch more each time that one comes near the first of them: no one task may be felt. */
const drawnAtOnce = 30;
const stretchSize = 4;
const nearFirst = 800;
const goneAtOnce = 10 * stretchSize;
const goneEveryMs = 200;

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
    setFrom(messages[Math.max(0, first - stretchSize)]?.ts);
  };
  const drawEarlierWhereNear = (): void => {
    const top = list.current?.scrollTop ?? nearFirst;
    if (!atEnd.current && top < nearFirst && first > 0) drawEarlier();
  };
  useLayoutEffect(toEnd);
  useEffect(() => {
    // One frame, one stretch, until there is enough above.
    const frame = requestAnimationFrame(drawEarlierWhereNear);
    return () => cancelAnimationFrame(frame);
  }, [first]);
  useEffect(() => {
    if (from === undefined) return;
    // Back at the end, what was drawn above is taken away again, little by little.
    const timer = setInterval(() => {
      if (!atEnd.current) return;
      const next = messages[first + goneAtOnce];
      setFrom(next && first + goneAtOnce < firstDrawn(messages, undefined) ? next.ts : undefined);
    }, goneEveryMs);
    return () => clearInterval(timer);
  }, [from, messages]);
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
        drawEarlierWhereNear();
      }}
    >
      <div ref={inner}>
        {first > 0 && (
          <button type="button" class="earlier" onClick={drawEarlier}>
            Earlier messages
          </button>
        )}
        {stretchesOf(messages, first).map((at) => (
          <Stretch
            key={at}
            messages={messages.slice(at, at + stretchSize)}
            before={messages[at - 1]}
            threads={threads}
            tz={tz}
            today={today(tz)}
          />
        ))}
        {messages.length === 0 && <p class="empty">Nothing here yet.</p>}
      </div>
    </div>
  );
});

/** At the beginning of a stretch. */
function firstDrawn(messages: readonly Shown[], from: string | undefined): number {
  const known = from === undefined ? -1 : messages.findIndex(({ ts }) => ts >= from);
  const first = known === -1 ? Math.max(0, messages.length - drawnAtOnce) : known;
  return first - (first % stretchSize);
}

function stretchesOf({ length }: readonly Shown[], first: number): number[] {
  return Array.from(
    { length: Math.ceil((length - first) / stretchSize) },
    (_, at) => first + at * stretchSize,
  );
}

interface StretchProps extends Pick<MessageListProps, "messages" | "threads"> {
  before: Shown | undefined;
  tz: string;
  /** The day before's “Today” is “Yesterday”. */
  today: string;
}

/** Some that follow one another: as a thousand hang in one list, each change would look at all of them. */
const Stretch = memo(function Stretch({ messages, before: beforeAll, threads, tz }: StretchProps) {
  return (
    <>
      {messages.map((message, index) => {
        const before = index === 0 ? beforeAll : messages[index - 1];
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
    </>
  );
}, isSame);

function isSame(one: StretchProps, other: StretchProps): boolean {
  return (
    one.tz === other.tz &&
    one.today === other.today &&
    one.before === other.before &&
    one.messages.length === other.messages.length &&
    one.messages.every(
      (message, at) =>
        message === other.messages[at] &&
        lastReplyTo(message, one.threads) === lastReplyTo(message, other.threads),
    )
  );
}

/** Which one it is, and how many there are: both change when another comes, or one goes. */
function lastReplyTo({ ts }: Shown, threads: StretchProps["threads"]): string {
  const replies = threads?.get(ts);
  return `${threads === undefined} ${replies?.length ?? 0} ${replies?.at(-1)?.ts ?? ""}`;
}
