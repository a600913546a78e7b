import type { RespondFn } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import { setTimeout as sleep } from "node:timers/promises";
import { type WebClient, WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";
import type { App } from "../../core/context.ts";
import type { Sender } from "../console-users/caller.ts";
import type { Call } from "./command.ts";
import type { Said } from "./listing.ts";

export interface Answering {
  say: Call["say"];
  replace: Call["say"];
  /** Shows a secret for as long as this person looks, in no message that lasts; where Slack does not, says so without it. */
  whisper: (text: string) => Promise<void>;
}

const notShown =
  ":warning: This could not be shown: Slack did not take the answer, and it is not put into a message that stays. Ask for it again.";

/**
 * Answers one person: through the response_url, which reaches every channel; where there is none, or Slack does not take
 * it any more, directly.
 */
export function createResponder(
  app: App,
  client: WebClient,
  respond: RespondFn | undefined,
  { chatUserId }: Sender,
  /** The message that is answered is seen by this person alone, and does not last. */
  { isEphemeral = false } = {},
): Answering {
  const answer = async (given: Content, replaces: boolean, directly: Content = given): Promise<void> => {
    try {
      if (!respond) throw new Error("no response_url");
      await respond({ response_type: "ephemeral", replace_original: replaces, ...contentOf(given) });
    } catch (err) {
      if (given.otherwise && isBadRequest(err))
        return answer(await inWords(app, given.otherwise, err), replaces);
      app.log.warn({ err }, "response_url refused: answering directly");
      await directlyTo(directly);
    }
  };
  const directlyTo = async (given: Content): Promise<void> => {
    const channel = await app.chat.openDirect(chatUserId);
    try {
      await inItsTurn(() => client.chat.postMessage({ channel, ...contentOf(given) }));
    } catch (err) {
      if (!given.otherwise || !isInvalidBlocks(err)) throw err;
      return directlyTo(await inWords(app, given.otherwise, err));
    }
  };
  return {
    say: (text, blocks, otherwise) => answer({ text, blocks, otherwise }, false),
    replace: (text, blocks, otherwise) => answer({ text, blocks, otherwise }, true),
    // A message that lasts would keep the secret that is put in its place.
    whisper: (text) => answer({ text }, isEphemeral, { text: notShown }),
  };
}

interface Content {
  text: string;
  blocks?: KnownBlock[] | undefined;
  otherwise?: Said["otherwise"] | undefined;
}

const contentOf = ({ text, blocks }: Content) => ({ text, ...(blocks && { blocks }) });

/** A response_url says no more than that of blocks that it does not take. */
const isBadRequest = (error: unknown): boolean =>
  error instanceof Error && "statusCode" in error && error.statusCode === 400;

const isInvalidBlocks = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && error.data.error === "invalid_blocks";

async function inWords(
  { log }: App,
  otherwise: NonNullable<Said["otherwise"]>,
  err: unknown,
): Promise<Content> {
  log.warn({ err }, "Slack does not take these blocks: answering in words");
  const { text, blocks } = await otherwise();
  return { text, blocks };
}

const turns = 3;
const turnAtMostSeconds = 5;

/** Slack takes about a message a second in one conversation: what comes too soon is sent again when it says so. */
async function inItsTurn(send: () => Promise<unknown>): Promise<void> {
  for (let turn = 1; ; turn += 1) {
    try {
      await send();
      return;
    } catch (error) {
      const seconds = error instanceof WebAPIRateLimitedError ? error.retryAfter : Infinity;
      if (turn === turns || seconds > turnAtMostSeconds) throw error;
      await sleep(seconds * 1000);
    }
  }
}
