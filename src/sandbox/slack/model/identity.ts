import { newAppToken, newBotToken, randomHex, randomText, slackId } from "./triggers.ts";
import { normaliseBlocks, withTextDefaults } from "../blocks/check-block.ts";
import { stateOf } from "../blocks/element-values.ts";
import { flagOf, isObject, objectsOf, textOf, type JsonObject, type View } from "./message-log.ts";

export interface Team {
  id: string;
  name: string;
  domain: string;
}

export interface Identity {
  team: Team;
  appId: string;
  botId: string;
  botUserId: string;
  botName: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  verificationToken: string;
  scopes: Set<string>;
}

export interface IdentityInput {
  team?: Team | undefined;
  botToken?: string | undefined;
  appToken?: string | undefined;
  signingSecret?: string | undefined;
  scopes?: readonly string[] | undefined;
}

const ALL_SCOPES: readonly string[] = [
  "app_mentions:read",
  "channels:history",
  "channels:read",
  "chat:write",
  "commands",
  "files:read",
  "files:write",
  "groups:history",
  "groups:read",
  "im:history",
  "im:read",
  "im:write",
  "mpim:history",
  "mpim:read",
  "mpim:write",
  "team:read",
  "users:read",
  "users:read.email",
];

export function createIdentity(input: IdentityInput): Identity {
  const appId = slackId("A");
  return {
    team: input.team ?? { id: slackId("T"), name: "Sandbox", domain: "sandbox" },
    appId,
    botId: slackId("B"),
    botUserId: slackId("U"),
    botName: "cyclr",
    botToken: input.botToken ?? newBotToken(),
    appToken: input.appToken ?? newAppToken(appId),
    signingSecret: input.signingSecret ?? randomHex(16),
    verificationToken: randomText(24),
    scopes: new Set(input.scopes ?? ALL_SCOPES),
  };
}

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
