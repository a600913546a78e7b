import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { inviteFromMessage, shortcutForms } from "../../src/bot/shortcuts.ts";
import { steps } from "../../src/bot/steps.ts";
import { slash } from "../../src/core/kernel/text/command-hint.ts";

interface Manifest {
  display_information: { name: string; description: string; background_color: string };
  features: {
    app_home: Record<string, boolean>;
    bot_user: { display_name: string };
    shortcuts: { type: string; name: string; callback_id: string; description: string }[];
    slash_commands: { command: string; description: string; usage_hint: string; should_escape: boolean }[];
  };
  functions: Record<string, { input_parameters: Record<string, { type: string; is_required: boolean }> }>;
  oauth_config: { scopes: { bot: string[]; user?: string[] } };
  settings: {
    event_subscriptions?: { bot_events: string[] };
    interactivity: { is_enabled: boolean };
    [setting: string]: unknown;
  };
}

const root = path.resolve(import.meta.dirname, "../..");
const manifest = parse(readFileSync(path.join(root, "slack-app-manifest.yaml"), "utf8")) as Manifest;
const source = ["src/bot", "src/core/adapters"].flatMap(filesOf).map((file) => readFileSync(file, "utf8"));

/** Direct messages are not asked about. */
const channels = ["channels:read", "groups:read", "mpim:read"];
const history = ["channels:history", "groups:history", "im:history", "mpim:history"];

/** The scopes that Slack wants for each method, as this program calls it: a direct message has one person. */
const scopesOf: Record<string, string[]> = {
  "auth.test": [],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "conversations.history": history,
  "conversations.info": channels,
  "conversations.members": channels,
  "conversations.open": ["im:write"],
  "conversations.replies": history,
  "files.completeUploadExternal": ["files:write"],
  "files.info": ["files:read"],
  "files.getUploadURLExternal": ["files:write"],
  // The address as well: it is what finds the Console User.
  "users.info": ["users:read", "users:read.email"],
  "views.open": [],
  "views.push": [],
  "views.publish": [],
  "views.update": [],
};

describe("the Slack app's manifest", () => {
  test("asks for the scopes that the program's calls need, and for no more", () => {
    const calls = found(/\bclient\s*\.([a-z]+\.[a-zA-Z.]+)\(/g);
    expect(calls).toContain("chat.postMessage");
    expect(calls.filter((method) => !scopesOf[method])).toEqual([]);
    const commands = found(/\bbolt\.(command)\(/g).length > 0 ? ["commands"] : [];
    const needed = new Set([...commands, ...calls.flatMap((method) => scopesOf[method] ?? [])]);
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted());
    expect(manifest.oauth_config.scopes.user).toBeUndefined();
  });

  test("has the command that the program answers", () => {
    expect(found(/\bbolt\.command\((\w+)/g)).toEqual(["slash"]);
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([slash]);
  });

  test("has mentions in a command's text arrive as such", () => {
    expect(manifest.features.slash_commands[0]).toMatchObject({
      usage_hint: expect.stringMatching(/\S/),
      should_escape: true,
    });
  });

  test("subscribes to the events that the program listens to", () => {
    const listened = found(/\bbolt\.event\(\s*"([\w.]+)"/g);
    expect(found(/\bbolt\.event\(\s*([^"\s])/g), "events named by a literal").toEqual([]);
    expect(found(/\bbolt\.(message)\(/g), "messages need an event and a scope").toEqual([]);
    const steps = found(/\bbolt\.(function)\(/g).map(() => "function_executed");
    const events = [...listened, ...steps].toSorted();
    expect((manifest.settings.event_subscriptions?.bot_events ?? []).toSorted()).toEqual(events);
  });

  test("has the shortcuts and the steps that the program answers", () => {
    const { shortcuts } = manifest.features;
    const global = shortcuts.filter(({ type }) => type === "global").map((one) => one.callback_id);
    expect(global.toSorted()).toEqual(Object.keys(shortcutForms).toSorted());
    const ofMessages = shortcuts.filter(({ type }) => type === "message").map((one) => one.callback_id);
    expect(ofMessages).toEqual([inviteFromMessage]);
    for (const { name, description } of shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
    }
    expect(Object.keys(manifest.functions).toSorted()).toEqual(steps.map(({ name }) => name).toSorted());
    for (const { input_parameters: inputs } of Object.values(manifest.functions))
      expect(inputs["requester"]).toMatchObject({ type: "slack#/types/user_context", is_required: true });
  });

  test("shows the Home tab only where the program fills it, and the tab that its direct messages are in", () => {
    const fills = found(/\bclient\s*\.(views\.publish)\(/g).length > 0;
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: fills,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  test("is for one workspace, in Socket Mode, with modals", () => {
    expect(found(/\bbolt\.(view|action|options)\b/g).length).toBeGreaterThan(0);
    expect(manifest.settings).toMatchObject({
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
      // Asked for by Slack where there are steps.
      org_deploy_enabled: true,
      function_runtime: "remote",
      token_rotation_enabled: false,
    });
  });

  test("keeps within the lengths that Slack takes", () => {
    const { display_information: shown, features } = manifest;
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description.length).toBeLessThanOrEqual(140);
    expect(shown.background_color).toMatch(/^#[0-9a-f]{6}$/);
    expect(features.bot_user.display_name).toMatch(/^[a-z0-9-_.]{1,80}$/);
    for (const { description, usage_hint: hint } of features.slash_commands) {
      expect(description.length).toBeLessThanOrEqual(2000);
      expect(hint.length).toBeLessThanOrEqual(1000);
    }
  });
});

/** Each first group of the pattern in the source, once, sorted. */
function found(pattern: RegExp): string[] {
  const all = source.flatMap((text) => Array.from(text.matchAll(pattern), ([, what = ""]) => what));
  return [...new Set(all)].toSorted();
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
