import { createContext } from "preact";
import { useCallback, useContext, useEffect, useMemo, useReducer } from "preact/hooks";
import type { News, Screen, Shown } from "../wire.ts";
import { firstWho, order, pageToken } from "./orders.ts";

/** What the middle of the page shows. */
export type At = { kind: "place"; id: string } | { kind: "home" };

export type Tool = "try" | "mail" | "inspect" | "switches";

export interface State {
  who: string;
  connected: boolean;
  /** Without its messages, which stand in `messages`. */
  screen?: Omit<Screen, "messages"> | undefined;
  /** By conversation, in the order of their time. */
  messages: ReadonlyMap<string, Shown[]>;
  at?: At | undefined;
  thread?: { channel: string; ts: string } | undefined;
  /** What stands beside the conversation, where no thread is open. */
  tool?: Tool | undefined;
  /** How many mails have been seen. */
  mailsSeen: number;
  /** Up to where each person has read, by person and conversation or thread. */
  seen: Readonly<Record<string, string>>;
  notices: readonly { id: number; text: string }[];
}

export type Step =
  | { kind: "as"; who: string }
  | { kind: "connected"; connected: boolean }
  | { kind: "news"; news: News[] }
  | { kind: "go"; at: At }
  | { kind: "thread"; thread: State["thread"] }
  | { kind: "tool"; tool: Tool | undefined }
  | { kind: "mailsSeen"; count: number }
  | { kind: "seen"; key: string; ts: string }
  | { kind: "notice"; text: string }
  | { kind: "dismiss"; id: number }
  | { kind: "hide"; channel: string; ts: string };

const start: State = {
  who: firstWho,
  connected: false,
  messages: new Map(),
  seen: {},
  mailsSeen: 0,
  notices: [],
};
let notices = 0;

function reduce(state: State, step: Step): State {
  switch (step.kind) {
    case "as":
      // What the person before saw stands there until the demo has told what this one sees: nothing loses the focus.
      return { ...state, who: step.who, thread: undefined };
    case "connected":
      return { ...state, connected: step.connected };
    case "news":
      return step.news.reduce(take, state);
    case "go":
      return { ...state, at: step.at, thread: undefined };
    case "thread":
      return { ...state, thread: step.thread };
    case "tool":
      return { ...state, tool: step.tool, thread: undefined };
    case "mailsSeen":
      return { ...state, mailsSeen: step.count };
    case "seen":
      return { ...state, seen: { ...state.seen, [step.key]: step.ts } };
    case "notice":
      return { ...state, notices: [...state.notices, { id: (notices += 1), text: step.text }].slice(-3) };
    case "dismiss":
      return { ...state, notices: state.notices.filter(({ id }) => id !== step.id) };
    default:
      return { ...state, messages: without(state.messages, step.channel, step.ts) };
  }
}

function take(state: State, news: News): State {
  if (news.kind === "screen") {
    const { messages, ...screen } = news.screen;
    const first = screen.places.find(({ kind }) => kind === "channel")?.id;
    const known =
      state.at?.kind === "place" ? screen.places.some(({ id }) => id === placeOf(state.at)) : true;
    const at: At | undefined =
      known && state.at ? state.at : first ? { kind: "place", id: first } : undefined;
    const byPlace = new Map<string, Shown[]>();
    for (const message of messages) {
      const known = byPlace.get(message.channel);
      if (known) known.push(message);
      else byPlace.set(message.channel, [message]);
    }
    for (const list of byPlace.values()) list.sort(byTime);
    return { ...state, connected: true, screen, messages: byPlace, at };
  }
  if (!state.screen) return state;
  if (news.kind === "message") return { ...state, messages: withMessage(state.messages, news.message) };
  if (news.kind === "gone") return { ...state, messages: without(state.messages, news.channel, news.ts) };
  if (news.kind === "mails") {
    const mails = [...state.screen.mails, ...news.mails];
    return { ...state, screen: { ...state.screen, mails } };
  }
  if (news.kind === "story") return { ...state, screen: { ...state.screen, story: news.story } };
  if (news.kind === "views") return { ...state, screen: { ...state.screen, views: news.views } };
  if (news.kind === "home") return { ...state, screen: { ...state.screen, home: news.home } };
  return { ...state, screen: { ...state.screen, places: news.places } };
}

function placeOf(at: At | undefined): string {
  return at?.kind === "place" ? at.id : "";
}

function byTime(one: Shown, other: Shown): number {
  return one.ts < other.ts ? -1 : Number(one.ts > other.ts);
}

function withMessage(all: State["messages"], message: Shown): State["messages"] {
  const list = all.get(message.channel) ?? [];
  const known = list.some(({ ts }) => ts === message.ts);
  const next = known
    ? list.map((one) => (one.ts === message.ts ? message : one))
    : [...list, message].sort(byTime);
  return new Map(all).set(message.channel, next);
}

function without(all: State["messages"], channel: string, ts: string): State["messages"] {
  return new Map(all).set(
    channel,
    (all.get(channel) ?? []).filter((one) => one.ts !== ts),
  );
}

export interface Store {
  state: State;
  step: (step: Step) => void;
  /** Gives an order as who one acts as, and tells what went wrong; undefined then. */
  give: <Answer = { notice?: string }>(name: string, body: object) => Promise<Answer | undefined>;
}

/** The page's state, kept up to date by what the demo tells of this person's screen. */
export function useWorkspace(): Store {
  const [state, step] = useReducer(reduce, start);
  const { who } = state;
  useEffect(() => {
    const source = new EventSource(`/news?as=${encodeURIComponent(who)}&token=${pageToken}`);
    source.addEventListener("message", ({ data }: MessageEvent<string>) =>
      step({ kind: "news", news: JSON.parse(data) as News[] }),
    );
    source.addEventListener("error", () => step({ kind: "connected", connected: false }));
    return () => source.close();
  }, [who]);
  const give = useCallback(
    async <Answer>(name: string, body: object) => {
      try {
        const answer = await order<Answer & { notice?: string }>(who, name, body);
        if (answer.notice) step({ kind: "notice", text: answer.notice });
        return answer;
      } catch (error) {
        step({ kind: "notice", text: error instanceof Error ? error.message : String(error) });
        return undefined;
      }
    },
    [who],
  );
  return { state, step, give };
}

/** What a message needs of the page: it stays the same while others come, so that 1,000 of them are not drawn anew for one. */
export interface Acts
  extends Pick<Store, "step" | "give">, Pick<Screen, "me" | "people" | "places" | "shortcuts"> {}

export const ActsContext = createContext<Acts | undefined>(undefined);

export function useStableActs({ state, step, give }: Store): Acts | undefined {
  const { me, people, places, shortcuts } = state.screen ?? {};
  return useMemo(
    () => (me && people && places && shortcuts ? { step, give, me, people, places, shortcuts } : undefined),
    [give, me, people, places, shortcuts],
  );
}

export function useActs(): Acts {
  const acts = useContext(ActsContext);
  if (!acts) throw new Error("no screen yet");
  return acts;
}

export const StoreContext = createContext<Store | undefined>(undefined);

export function useStore(): Store & { screen: NonNullable<State["screen"]> } {
  const store = useContext(StoreContext);
  if (!store?.state.screen) throw new Error("no screen yet");
  return { ...store, screen: store.state.screen };
}
