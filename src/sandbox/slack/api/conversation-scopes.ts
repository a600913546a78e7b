import { textOf } from "../model/json-object.ts";
import type { SlackChannel } from "../model/slack-channel.ts";
import type { MethodCall } from "./api-method.ts";

const PREFIXES: Record<SlackChannel["kind"], string> = {
  channel: "channels",
  private: "groups",
  im: "im",
  mpim: "mpim",
};

const KINDS: Record<string, SlackChannel["kind"]> = {
  public_channel: "channel",
  private_channel: "private",
  im: "im",
  mpim: "mpim",
};

export function scopesOfChannel(verb: "read" | "history") {
  return ({ args, ctx }: MethodCall): string[] => {
    const channel = ctx.workspace.channels.find(textOf(args["channel"]));
    return channel ? [`${PREFIXES[channel.kind]}:${verb}`] : [];
  };
}

export function requestedKinds(types: unknown): SlackChannel["kind"][] {
  const names = (textOf(types) || "public_channel").split(",").map((name) => name.trim());
  return names.map((name) => KINDS[name]).filter((kind) => kind !== undefined);
}

export function scopesOfTypes({ args, ctx }: MethodCall): string[] {
  const needed = requestedKinds(args["types"]).map((kind) => `${PREFIXES[kind]}:read`);
  const lacking = needed.filter((scope) => !ctx.identity.scopes.has(scope));
  return lacking.length > 0 ? lacking : needed;
}
