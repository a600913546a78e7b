import type { RespondArguments } from "@slack/bolt";
import { pino } from "pino";
import { WebAPIPlatformError, WebClient } from "@slack/web-api";
import { describe, expect, test } from "vitest";
import { createResponder } from "../../../src/bot/slack/create-responder.ts";
import { boltLogger } from "../../../src/bot/slack/socket-receiver.ts";
import type { App } from "../../../src/core/context.ts";

const secret = "The temporary password of hanna: `abcd-efgh`";
const sender = { chatUserId: "U0ED", workspaceId: "T0" };

/** What reached somebody by the response_url, and what stands in their direct messages. */
function scene({ refuses = false } = {}) {
  const [responded, direct]: [unknown[], unknown[]] = [[], []];
  const client = new WebClient();
  client.chat.postMessage = (async (message: unknown) => void direct.push(message)) as never;
  const app = { log: pino({ level: "silent" }), chat: { openDirect: async () => "D0ED" } } as unknown as App;
  const respond = async (message: string | RespondArguments) => {
    if (refuses) throw new Error("expired_url");
    responded.push(message);
    return new Response() as never;
  };
  return { responded, direct, app, client, respond };
}

describe("a secret", () => {
  test.each([true, false])(
    "takes the place of a message only where that does not last (%s)",
    async (isEphemeral) => {
      const { app, client, respond, responded, direct } = scene();
      await createResponder(app, client, respond, sender, { isEphemeral }).whisper(secret);
      expect(responded).toEqual([
        { response_type: "ephemeral", replace_original: isEphemeral, text: secret },
      ]);
      expect(direct).toEqual([]);
    },
  );

  test("is put into no direct message, whether Slack refuses the answer or there is none to give", async () => {
    const { app, client, respond, direct } = scene({ refuses: true });
    await createResponder(app, client, respond, sender).whisper(secret);
    await createResponder(app, client, undefined, sender).whisper(secret);
    const said = { channel: "D0ED", text: expect.stringContaining("could not be shown") };
    expect(direct).toEqual([said, said]);
    expect(JSON.stringify(direct)).not.toContain("abcd");
    await createResponder(app, client, respond, sender).say("Nothing secret.");
    expect(direct).toContainEqual({ channel: "D0ED", text: "Nothing secret." });
  });

  test("stands in no line of the log, at whatever level, since Slack's libraries would write whole bodies", () => {
    const lines: string[] = [];
    const log = pino({ level: "trace" }, { write: (line) => void lines.push(line) });
    const logger = boltLogger(log);
    logger.debug("http request body:", secret);
    logger.info("connected");
    expect(lines.join("")).toContain("connected");
    expect(lines.join("")).not.toContain("abcd");
  });
});

describe("what Slack may not take", () => {
  const table = [{ type: "data_table" as const, caption: "Users", rows: [] }];
  const words = { text: "Users", blocks: [{ type: "divider" as const }] };
  const isTable = (message: unknown) => JSON.stringify(message).includes("data_table");

  test("is said in words where the response_url answers that it is a bad request", async () => {
    const { app, client, respond, responded, direct } = scene();
    const picky = async (message: string | RespondArguments) => {
      if (isTable(message)) throw Object.assign(new Error("refused"), { statusCode: 400 });
      return respond(message);
    };
    await createResponder(app, client, picky, sender).say("Users", table, async () => words);
    expect(responded).toEqual([{ response_type: "ephemeral", replace_original: false, ...words }]);
    expect(direct).toEqual([]);
  });

  test("is said in words in a direct message as well", async () => {
    const { app, client, direct } = scene();
    const post = client.chat.postMessage;
    client.chat.postMessage = (async (message: never) => {
      if (isTable(message)) throw new WebAPIPlatformError({ ok: false, error: "invalid_blocks" });
      return post(message);
    }) as never;
    await createResponder(app, client, undefined, sender).say("Users", table, async () => words);
    expect(direct).toEqual([{ channel: "D0ED", ...words }]);
  });

  test("is tried anew nowhere, where nothing else was made for it", async () => {
    const { app, client, respond, direct } = scene({ refuses: true });
    await createResponder(app, client, respond, sender).say("Users", table);
    expect(direct).toEqual([{ channel: "D0ED", text: "Users", blocks: table }]);
  });
});
