import type { Demo } from "../demo/console-commands.ts";
import { createStage, type Stage } from "../demo/stage.ts";
import { chaptersOf } from "../demo/story.ts";
import type { StoryNews, StoryStep } from "./wire.ts";

/** Plays the stories of `--script` one step at a time, so that one can look in between. */
export interface StoryPlayer {
  now(): StoryNews;
  /** Begins a story; its steps wait for `next`. Throws where one is being played. */
  begin(chapter: number): void;
  /** Lets the next step happen, or all that are still to come. */
  next(all: boolean): void;
  /** Ends the story where it is; what it has done stays. */
  stop(): void;
  watch(hear: (story: StoryNews) => void): { end(): void };
}

/** What people do waits until one has looked at what came before. */
const acts = new Set<keyof Stage>(["types", "presses", "clicks", "submits"]);

/** Between the steps of a story that plays on by itself. */
const pauseMs = 1_200;

class Stopped extends Error {}

export function createStoryPlayer(demo: Demo): StoryPlayer {
  const chapters = chaptersOf(demo);
  const hearers = new Set<(story: StoryNews) => void>();
  const ends: StoryNews["chapters"][number]["end"][] = chapters.map(() => undefined);
  let playing: number | undefined;
  let steps: StoryStep[] = [];
  let waits: ((go: boolean) => void) | undefined;
  let last: number | undefined;
  let playsOn = false;
  let stops = false;

  const now = (): StoryNews => ({
    chapters: chapters.map(({ title, after }, index) => {
      const end = ends[index];
      return { title, ...(after && { after }), ...(end && { end }) };
    }),
    ...(playing !== undefined && { playing, waits: waits !== undefined }),
    ...(last !== undefined && { last }),
    steps,
  });
  const tell = (): void => hearers.forEach((hear) => hear(now()));
  const add = (step: StoryStep): void => {
    steps = [...steps, step];
    tell();
  };

  /** Resolves when the next step may happen. */
  async function turn(): Promise<void> {
    if (playsOn) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (stops) throw new Stopped("stopped");
    if (playsOn) return;
    const goes = await new Promise<boolean>((resolve) => {
      waits = resolve;
      tell();
    });
    waits = undefined;
    if (!goes) throw new Stopped("stopped");
    tell();
  }

  // What somebody does is told before it is done: the stage's own line of it, set in by two, would say it twice.
  const told = createStage(demo, (line) => {
    if (!/^\n {2}\S/u.test(line)) add({ kind: "seen", text: line.trim() });
  });
  const stage = new Proxy(told, {
    get(target, name: keyof Stage) {
      const act = target[name] as (...given: unknown[]) => unknown;
      if (!acts.has(name)) return act;
      return async (who: string, ...given: unknown[]) => {
        add({ kind: "act", who, text: actWords(name, who, given) });
        await turn();
        return act(who, ...given);
      };
    },
  });

  async function play(index: number): Promise<void> {
    const chapter = chapters[index];
    try {
      await chapter?.play(stage, demo);
      ends[index] = "told";
    } catch (error) {
      ends[index] = error instanceof Stopped ? "stopped" : "differs";
      if (!(error instanceof Stopped))
        add({ kind: "fault", text: error instanceof Error ? error.message : String(error) });
    }
    playing = undefined;
    tell();
  }

  return {
    now,
    begin(index) {
      if (playing !== undefined) throw new Error("A story is being played. Stop it first.");
      playing = last = index;
      steps = [];
      playsOn = stops = false;
      void play(index);
    },
    next(all) {
      playsOn = all;
      waits?.(true);
    },
    stop() {
      stops = true;
      waits?.(false);
    },
    watch(hear) {
      hearers.add(hear);
      return { end: () => void hearers.delete(hear) };
    },
  };
}

function actWords(name: keyof Stage, who: string, given: unknown[]): string {
  const [first, second] = given;
  if (name === "types") return `${who} sends ${String(first)}`;
  if (name === "presses") return `${who} presses “${String(first)}”`;
  if (name === "clicks") return `${who} clicks “${String(second)}”`;
  const fields = Object.entries(first as Record<string, unknown>).map(
    ([field, value]) => `${field}: ${JSON.stringify(value)}`,
  );
  return `${who} sends the form with ${fields.join(", ")}`;
}
