import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { VALUE_SHAPES } from "../../slack/blocks/value-shapes.ts";
import {
  isObject,
  objectOf,
  objectsOf,
  textOf,
  type Block,
  type JsonObject,
} from "../../slack/model/message-log.ts";

/** What the server takes as a choice. */
export type Chosen = string | number | string[] | { value: string } | null;

/** An element where it stands. */
export interface Spot {
  block: Block;
  element: JsonObject;
}

/** What elements stand in: a message, a modal or the Home. */
export interface Surface {
  /** Distinguishes the ids of its elements from those of other surfaces. */
  id: string;
  /** What is typed or chosen, as Slack keeps it. */
  held(spot: Spot): JsonObject | undefined;
  /** Keeps what is typed or chosen, and tells the app where the element does so. */
  choose(spot: Spot, value: JsonObject, done: boolean): void;
  press(spot: Spot, selected?: Chosen): Promise<void>;
  options(spot: Spot, query: string): Promise<JsonObject[]>;
  upload(file: File): Promise<JsonObject | undefined>;
  error(blockId: string): string | undefined;
}

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error("an element outside of any surface");
  return surface;
}

export function idOf(surface: Surface, { block, element }: Spot): string {
  return `${surface.id}-${block.block_id}-${textOf(element["action_id"])}`.replace(/[^\w-]/gu, "_");
}

/** A value of Slack's as the server takes it. */
export function chosenOf(value: JsonObject): Chosen {
  const shape = VALUE_SHAPES[textOf(value["type"])];
  const held = shape && value[shape.field];
  if (held === undefined || held === null) return null;
  if (typeof held === "string" || typeof held === "number") return held;
  if (isObject(held)) return { value: textOf(held["value"]) };
  return (held as unknown[]).map((one) => (isObject(one) ? textOf(one["value"] ?? one["id"]) : textOf(one)));
}

/** Whether the app hears of each use of this element, and not only when its form is submitted. */
export function isTold({ block }: Spot): boolean {
  return block.type !== "input" || block["dispatch_action"] === true;
}

/** Asked before anything happens, where the element asks for it. */
export function confirmOf(element: JsonObject): JsonObject | undefined {
  return isObject(element["confirm"]) ? element["confirm"] : undefined;
}

export function optionText(option: JsonObject): string {
  return textOf(objectOf(option["text"])["text"]);
}

export function optionsOf(element: JsonObject): JsonObject[] {
  const grouped = objectsOf(element["option_groups"]).flatMap((group) =>
    objectsOf(group["options"]).map((option) => ({ ...option, group: optionText({ text: group["label"] }) })),
  );
  return [...objectsOf(element["options"]), ...grouped];
}
