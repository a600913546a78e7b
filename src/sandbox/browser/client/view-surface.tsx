import { useRef, useState } from "preact/hooks";
import { objectsOf, textOf, type JsonObject, type View } from "../../slack/model/message-log.ts";
import { uploadOf } from "./upload.ts";
import { useActs } from "./store.ts";
import { chosenOf, isTold, type Spot, type Surface } from "./surface.ts";

type Drafts = Readonly<Record<string, { blockId: string; value: JsonObject }>>;

export interface ViewSurface extends Surface {
  /** What is typed and chosen in the view that stands there now, by block. */
  values(): Record<string, ReturnType<typeof chosenOf>>;
  /** What was said to be wrong when it was last sent, by block. */
  errors: Record<string, string>;
  setErrors(errors: Record<string, string>): void;
}

function keyOf({ block, element }: Spot): string {
  return `${block.block_id}/${textOf(element["action_id"])}`;
}

/** A modal or the Home to type in: what is typed is kept here until something is sent, and survives the view's updates. */
export function useViewSurface(view: View): ViewSurface {
  const { give } = useActs();
  const [drafts, setDrafts] = useState<Drafts>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  // What is sent right after a choice has that choice in it.
  const latest = useRef(drafts);

  const values: ViewSurface["values"] = () => {
    const there = new Map(
      view.blocks.flatMap((block) =>
        [...objectsOf([block["element"], block["accessory"]]), ...objectsOf(block["elements"])].map(
          (element) => [keyOf({ block, element }), textOf(element["type"])] as const,
        ),
      ),
    );
    const kept = Object.entries(latest.current).filter(
      ([key, { value }]) => there.get(key) === value["type"],
    );
    return Object.fromEntries(kept.map(([, { blockId, value }]) => [blockId, chosenOf(value)]));
  };
  const choose = (spot: Spot, value: JsonObject, done: boolean): void => {
    const blockId = textOf(spot.block.block_id);
    latest.current = { ...latest.current, [keyOf(spot)]: { blockId, value } };
    setDrafts(latest.current);
    if (!done) return;
    if (isTold(spot)) void send(spot, chosenOf(value));
    // An option that was loaded is known by the demo as long as nothing else is loaded.
    else void give("fill", { viewId: view.id, values: values() });
  };
  const send = async (spot: Spot, selected?: ReturnType<typeof chosenOf>): Promise<void> => {
    const actionId = textOf(spot.element["action_id"]);
    const used = {
      blockId: textOf(spot.block.block_id),
      actionId,
      ...(selected !== undefined && { selected }),
    };
    await give("pressInView", { viewId: view.id, values: values(), ...used });
  };
  return {
    id: view.id,
    held: (spot) =>
      drafts[keyOf(spot)]?.value ??
      view.state.values[textOf(spot.block.block_id)]?.[textOf(spot.element["action_id"])],
    choose,
    press: send,
    async options({ block, element }, query) {
      const asked = {
        viewId: view.id,
        values: values(),
        query,
        blockId: block.block_id,
        actionId: element["action_id"],
      };
      return (await give<{ options: JsonObject[] }>("options", asked))?.options ?? [];
    },
    upload: uploadOf(give),
    error: (blockId) => errors[blockId],
    values,
    errors,
    setErrors,
  };
}
