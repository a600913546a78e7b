import type { ViewOutput } from "@slack/bolt";
import { z } from "zod";

const metadata = z.object({ channelId: z.string(), state: z.unknown().optional() });

/** What a form's modal carries: where it was opened, and what the form itself has to know again. */
export function readMetadata({ private_metadata: text }: Pick<ViewOutput, "private_metadata">) {
  return metadata.parse(JSON.parse(text));
}

export function formState(view: Pick<ViewOutput, "private_metadata">): unknown {
  return readMetadata(view).state;
}
