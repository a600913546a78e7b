import type { App } from "../../context.ts";
import type { CloudEffect } from "../../generated/prisma/client.ts";
import type { Card, CardButton, RichText } from "../chat/chat.ts";
import { type CalledChange, type CloudChange, changeWords, cloudChange } from "../cloud/cloud-change.ts";
import { handInstruction, handKinds, handTruths, isHandStep } from "../cloud/hand-steps.ts";
import { effectRetries } from "./cloud-effect.ts";
import { cardFrame } from "./failure-note.ts";
import type { RequestRow } from "./request-kind.ts";
import { settlingNeeds } from "./show-effect.ts";

export const cloudRetryAction = "cloud-retry";
export const cloudByHandAction = "cloud-by-hand";
export const cloudUndoAction = "cloud-undo-here";
export const cloudDoneAction = "cloud-done-by-hand";
export const cloudCannotAction = "cloud-cannot-by-hand";

/** What the thread says of a change that the cloud did not take: what is true here and there, and what can be done about it. */
export async function cloudNote(app: App, request: RequestRow, which: string): Promise<Card> {
  const effect = await app.db.cloudEffect.findUniqueOrThrow({ where: { id: dashed(which) } });
  const { title, words, state } = tell(app, effect);
  const buttons = effectButtons(effect);
  return {
    ...cardFrame(request),
    state,
    title,
    fields: [],
    note: words,
    ...(buttons.length > 0 && { buttons }),
  };
}

const dashed = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");

type Told = Pick<
  CloudEffect,
  | "id"
  | "kind"
  | "about"
  | "doneAt"
  | "undoneAt"
  | "byHandAt"
  | "failedAt"
  | "settledBy"
  | "trouble"
  | "attempts"
>;

export type Standing = "done" | "undone" | "by hand" | "given up" | "waiting";

export function standingOf({
  doneAt,
  undoneAt,
  byHandAt,
  failedAt,
}: Pick<Told, "doneAt" | "undoneAt" | "byHandAt" | "failedAt">): Standing {
  if (doneAt) return "done";
  if (undoneAt) return "undone";
  if (byHandAt) return "by hand";
  return failedAt ? "given up" : "waiting";
}

function tell(
  app: Pick<App, "cloudConsoleUrl">,
  effect: Told,
): Pick<Card, "title" | "state"> & { words: RichText } {
  const change = cloudChange.parse(effect.about);
  const who = effect.settledBy ?? "Somebody";
  switch (standingOf(effect)) {
    case "given up":
      return { title: "Not done in Cyclr's cloud", state: "failed", words: givenUpWords(effect, change) };
    case "by hand":
      return {
        title: "To be done by hand in the Console",
        state: "waiting",
        words: `${effect.settledBy ? `${who} asks for it` : "Cyclr's API has no call for it"}: ${stepWords(app, change)} The buttons are for people with “${needsWords(effect)}”.`,
      };
    case "undone":
      if (effect.settledBy === null)
        return {
          title: "No longer to be done in the Console",
          state: "done",
          words:
            "What was changed here since takes its place. If it was done in the Console, it may have to be undone there: the newer note says what counts.",
        };
      return {
        title: "Taken back here",
        state: "done",
        words: `${who} asked to take it back here. Nothing more is done in Cyclr's cloud.`,
      };
    case "done":
      return {
        title: "Done in Cyclr's cloud",
        state: "done",
        words: effect.byHandAt
          ? `${who} says that it is done in the Console.`
          : "It was done when it was tried again.",
      };
    case "waiting":
      return {
        title: "Tried again in Cyclr's cloud",
        state: "working",
        words: `${who} has it tried again. The card shows the result.`,
      };
  }
}

/** No more than is known: after tries without an answer, any of them may have been done. */
function givenUpWords(effect: Told, change: CloudChange): string {
  const { here, there } = isHandStep(change) ? handTruths(change) : truths[change.kind];
  const isUnsure = effect.attempts > effectRetries;
  const thereWords = isUnsure
    ? `In Cyclr's cloud: not known, since ${effect.attempts} tries went without an answer that tells.`
    : `In Cyclr's cloud: ${there}`;
  const lines = [
    effect.trouble ?? "The reason was not recorded.",
    `Here: ${here}`,
    thereWords,
    `The buttons are for people with “${needsWords(effect)}”.`,
  ];
  return lines.join("\n");
}

const needsWords = ({ kind }: Pick<Told, "kind">) => settlingNeeds(kind).replace(":", ": ");

const truths: Record<CalledChange["kind"], { here: string; there: string }> = {
  "create-account": { here: "the Account exists.", there: "it was not made." },
  "change-account": { here: "the new name and description stand.", there: "those of before stand." },
  "delete-account": { here: "the Account is deleted.", there: "it was not deleted." },
  "remove-member": {
    here: "the user no longer has the Account.",
    there: "the user was not removed from the Account.",
  },
};

/** What somebody has to do in the Console, by its menus: it documents no addresses of its own for them. */
export function stepWords({ cloudConsoleUrl }: Pick<App, "cloudConsoleUrl">, change: CloudChange): string {
  const place = `In the Console${cloudConsoleUrl ? ` (${cloudConsoleUrl})` : ""}`;
  if (isHandStep(change)) return `${place}, ${handInstruction(change)}`;
  const lead = `${place}, Accounts > Account Management:`;
  switch (change.kind) {
    case "create-account": {
      const under = change.parentCloudId === null ? "" : `, as a sub-account of “${change.parentCloudId}”`;
      return `${lead} create the Account “${change.name}” with the API ID “${change.cloudId}”${under}.`;
    }
    case "change-account":
      return `${lead} give the Account “${change.cloudId}” ${wantedWords(change)}.`;
    case "delete-account":
      return `${lead} delete the Account “${change.cloudId}”.`;
    case "remove-member":
      return `${lead} open the users of the Account “${change.cloudId}” and remove “${change.userName}”.`;
  }
}

/** One that waits for people, in a line: what it is, and why it is not done or what is to be done. */
export function effectWords(app: Pick<App, "cloudConsoleUrl">, effect: Told): string {
  const change = cloudChange.parse(effect.about);
  const why = standingOf(effect) === "by hand" ? stepWords(app, change) : (effect.trouble ?? "not done");
  return `Not done in Cyclr's cloud: ${changeWords(change)}. ${why}`;
}

function wantedWords({ name, description }: { name?: string | undefined; description?: string | undefined }) {
  return [
    ...(name === undefined ? [] : [`the name “${name}”`]),
    ...(description === undefined ? [] : [`the description “${description}”`]),
  ].join(" and ");
}

/** What can be decided about it, or said of it. What was deleted here cannot be brought back. */
export function effectButtons(effect: Told): CardButton[] {
  const { id: value, kind } = effect;
  const standing = standingOf(effect);
  const byHand = { action: cloudByHandAction, value, label: "By hand" };
  if (standing === "given up" && handKinds.includes(kind)) return [byHand];
  if (standing === "given up")
    return [
      { action: cloudRetryAction, value, label: "Retry" },
      byHand,
      ...(kind === "delete-account" ? [] : [{ action: cloudUndoAction, value, label: "Undo here" }]),
    ];
  if (standing !== "by hand") return [];
  return [
    { action: cloudDoneAction, value, label: "Done" },
    { action: cloudCannotAction, value, label: "Cannot be done" },
  ];
}
