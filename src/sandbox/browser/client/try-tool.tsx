import { useEffect, useRef, useState } from "preact/hooks";
import type { StoryNews, StoryStep } from "../wire.ts";
import { useStore } from "./store.ts";
import { ToolPanel } from "./tool-panel.tsx";

const ends = { told: "went as told", stopped: "stopped", differs: "differed from the story" };

/** The stories of a first day, each a button; the one that is played stands open, step by step. */
export function TryTool() {
  const { screen, give } = useStore();
  const { story } = screen;
  const [closed, setClosed] = useState(false);
  const isOpen = story.playing !== undefined || (story.steps.length > 0 && !closed);
  return (
    <ToolPanel
      title="Things to try"
      intro={
        isOpen
          ? "Before somebody does something, the story waits: look at the workspace as anybody, and go on."
          : "Each is a story of a few steps, played by the people of this workspace on the real program."
      }
    >
      {isOpen ? (
        <Story story={story} onClose={() => setClosed(true)} />
      ) : (
        <ol class="stories">
          {story.chapters.map((chapter, index) => (
            <li key={chapter.title}>
              <button
                type="button"
                onClick={() => {
                  setClosed(false);
                  void give("beginStory", { chapter: index });
                }}
              >
                <span>{chapter.title}</span>
                <small>{noteOf(chapter)}</small>
              </button>
            </li>
          ))}
        </ol>
      )}
    </ToolPanel>
  );
}

function noteOf({ end, after }: StoryNews["chapters"][number]): string {
  if (end) return ends[end];
  return after ? `begins where “${after}” ends: play that first` : "";
}

function Story({ story, onClose }: { story: StoryNews; onClose: () => void }) {
  const { give } = useStore();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }, [story.steps.length]);
  const isPlaying = story.playing !== undefined;
  return (
    <section class="story" aria-label="Steps">
      <h3>{story.chapters[story.last ?? -1]?.title}</h3>
      <div class="steps" role="log" aria-label="What has happened" tabIndex={0}>
        <ol ref={list}>
          {story.steps.map((step, at) => (
            <StepLine key={at} step={step} />
          ))}
        </ol>
      </div>
      <div class="row">
        {isPlaying ? (
          <>
            <button
              type="button"
              class="primary"
              disabled={!story.waits}
              onClick={() => void give("nextStep", { all: false })}
            >
              Next step
            </button>
            <button type="button" onClick={() => void give("nextStep", { all: true })}>
              Play on
            </button>
            <button type="button" onClick={() => void give("stopStory", {})}>
              Stop
            </button>
          </>
        ) : (
          <>
            <button type="button" class="primary" onClick={onClose}>
              All stories
            </button>
            <span role="status">The story {ends[story.chapters[story.last ?? -1]?.end ?? "stopped"]}.</span>
          </>
        )}
      </div>
    </section>
  );
}

/** What somebody does can be looked at as them. */
function StepLine({ step }: { step: StoryStep }) {
  const { state, step: go, screen } = useStore();
  const { who, kind, text } = step;
  const name = screen.people.find((one) => one.name === who)?.realName ?? who;
  return (
    <li class={kind}>
      <span>{text}</span>
      {who && who !== state.who && (
        <button type="button" class="chip" onClick={() => go({ kind: "as", who })}>
          Look as {name}
        </button>
      )}
    </li>
  );
}
