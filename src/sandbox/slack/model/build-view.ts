import { normaliseBlocks, withTextDefaults } from "../blocks/normalise-blocks.ts";
import { stateOf } from "../blocks/element-values.ts";
import { randomText, slackId } from "./ids.ts";
import type { Identity } from "./identity.ts";
import { flagOf, isObject, objectsOf, textOf, type JsonObject } from "./json-object.ts";
import type { View } from "./view.ts";

/** A stored view from an accepted definition; `before` is the version that it takes the place of. */
export function buildView(identity: Identity, definition: JsonObject, now: number, before?: View): View {
  const id = before?.id ?? slackId("V");
  const blocks = normaliseBlocks(objectsOf(definition["blocks"]));
  return {
    id,
    team_id: identity.team.id,
    type: definition["type"] === "home" ? "home" : "modal",
    blocks,
    private_metadata: textOf(definition["private_metadata"]),
    callback_id: textOf(definition["callback_id"]),
    external_id: textOf(definition["external_id"]),
    state: { values: stateOf(blocks, before?.state.values) },
    hash: `${Math.floor(now / 1000)}.${randomText(8)}`,
    title: textObject(definition["title"]),
    close: textObject(definition["close"]),
    submit: textObject(definition["submit"]),
    clear_on_close: flagOf(definition["clear_on_close"]),
    notify_on_close: flagOf(definition["notify_on_close"]),
    previous_view_id: before?.previous_view_id ?? null,
    root_view_id: before?.root_view_id ?? id,
    app_id: identity.appId,
    bot_id: identity.botId,
    app_installed_team_id: identity.team.id,
  };
}

function textObject(value: unknown): JsonObject | null {
  return isObject(value) ? (withTextDefaults(structuredClone(value)) as JsonObject) : null;
}
