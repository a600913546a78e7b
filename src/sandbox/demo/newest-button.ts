import { setTimeout as sleep } from "node:timers/promises";
import { isObject, textOf } from "../slack/model/json-object.ts";
import type { Block } from "../slack/model/message.ts";
import { allElements } from "../slack/person/find-element.ts";
import type { SlackSandbox } from "../slack/slack-sandbox.ts";

const waitMs = 5_000;

export interface Button {
  channelId: string;
  ts: string;
  blockId: string;
  actionId: string;
}

export interface Buttons {
  /** From here on what comes answers this command. */
  commandSent(): void;
  /**
   * The button of that label which this person was shown last: in the channel, in its threads, in direct messages, or to them
   * alone. A message that has changed was shown again. Right after a command its answer is waited for, five seconds at most.
   */
  newest(userId: string, label: string): Promise<Button>;
}

export function watchButtons(slack: SlackSandbox, channelId: string): Buttons {
  /** When each message was last shown, counted from 1. */
  const shown = new Map<string, number>();
  let serial = 0;
  /** How far things were when the last command was sent, until a button is pressed. */
  let commandAt: number | undefined;
  slack.workspace.events.on("change", ({ noun, verb, id, channelId: channel }) => {
    if (verb !== "removed" && (noun === "message" || noun === "ephemeral"))
      shown.set(`${channel}/${id}`, (serial += 1));
  });
  const find = (userId: string, label: string) =>
    [...slack.messages(channelId), ...slack.directMessages(userId), ...slack.ephemerals(userId)]
      .map((message) => ({ ...message, at: shown.get(`${message.channel}/${message.ts}`) ?? 0 }))
      .toSorted((one, other) => other.at - one.at || Number(other.ts) - Number(one.ts))
      .flatMap(({ channel, ts, at, blocks = [] }) => {
        const found = buttonIn(blocks, label);
        return found ? [{ at, button: { channelId: channel, ts, ...found } }] : [];
      })
      .at(0);
  return {
    commandSent: () => {
      commandAt = serial;
    },
    async newest(userId, label) {
      const deadline = performance.now() + waitMs;
      const after = commandAt ?? -1;
      let found = find(userId, label);
      while ((found?.at ?? 0) <= after && performance.now() < deadline) {
        await sleep(50);
        found = find(userId, label);
      }
      commandAt = undefined;
      if (found) return found.button;
      throw new Error(`You see no button “${label}”.`);
    },
  };
}

function buttonIn(blocks: readonly Block[], label: string) {
  const found = allElements(blocks).find(({ element }) => {
    const { text } = element;
    return isObject(text) && textOf(text["text"]).toLowerCase() === label.toLowerCase();
  });
  return found && { blockId: found.blockId, actionId: found.actionId };
}
