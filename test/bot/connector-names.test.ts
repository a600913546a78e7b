import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { callerContext } from "../../src/bot/console-users/caller.ts";
import { dispatchCommand } from "../../src/bot/slack/dispatch-command.ts";
import { addPerson, makeAccount, makeActor } from "../support/factories.ts";
import { place } from "../support/invite-scene.ts";
import { makeConnector, makeMarketplace, makeTemplate } from "../support/marketplace-factories.ts";
import { workspace } from "../support/recorded-chat.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";

let t: TestApp;
const names = new Map<string, string>();

beforeAll(async () => {
  t = await createTestApp();
  await makeActor(t, { email: "olivia@partner.example", chatUserId: "U0OLIVIA", fullAccess: true });
  addPerson(t.chat, "U0OLIVIA", "olivia@partner.example");
  await makeAccount(t.db, { name: "Harbour Foods", apiId: "harbour" });
  const connectors = [];
  for (const name of ["Shop and Till", "Mail List Pro", "Depot"]) {
    const connector = await makeConnector(t.db, { name });
    names.set(connector.id, name);
    connectors.push(connector);
  }
  await makeMarketplace(t.db, [await makeTemplate(t.db, connectors)]);
});
afterAll(() => t.close());

/** The connectors that a line would deploy with, by name; else what was said of it. */
async function connectorsOf(line: string): Promise<string[] | string> {
  let came: string[] | string = "";
  await dispatchCommand(t.app, commands, line, {
    place: { ...place(), chatUserId: "U0OLIVIA" },
    context: () => callerContext(t.app, { chatUserId: "U0OLIVIA", workspaceId: workspace }),
    say: async (markup) => void (came ||= markup),
    whisper: async (markup) => void (came ||= markup),
    openForm: async (_form, typed = {}) => void (came ||= `form: ${typed["notice"] ?? ""}`),
    submit: () => async (_kind, input) => {
      const { connectorIds } = input as { connectorIds: string[] };
      came = connectorIds.map((id) => names.get(id) ?? id);
    },
  });
  return came;
}

test.each([
  ["Mail List Pro", ["Mail List Pro"]],
  ["mail list pro, depot", ["Mail List Pro", "Depot"]],
  ["Mail List Pro and Depot", ["Mail List Pro", "Depot"]],
  ["Shop and Till", ["Shop and Till"]],
  ["shop and till, Mail List Pro", ["Shop and Till", "Mail List Pro"]],
  ["“Shop and Till” and depot", ["Shop and Till", "Depot"]],
  ["Mail List Pro please", ["Mail List Pro"]],
])(
  "a connector whose name holds spaces works by its own name, without quotes: with %s",
  async (typed, found) => {
    expect(await connectorsOf(`marketplace 1 in harbour with ${typed} --plan`)).toEqual(found);
  },
);
