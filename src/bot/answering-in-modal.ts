import type { ViewOutput } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { Answering } from "./answering.ts";
import { reopenedView, resultsIn } from "./reopened-view.ts";
import { section } from "./section.ts";
import { updateView } from "./update-view.ts";

/** Answers in the modal whose button was pressed: above what stands under its form, or in its place. */
export function answeringIn(client: WebClient, modal: ViewOutput): Answering {
  const show = (results: KnownBlock[]) => updateView(client, modal.id, reopenedView(modal, { results }));
  return {
    say: (text, blocks = [section(text)]) => show([...blocks, ...resultsIn(modal)]),
    replace: (text, blocks = [section(text)]) => show(blocks),
  };
}
