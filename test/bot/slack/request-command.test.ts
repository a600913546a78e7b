import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountArg } from "../../../src/bot/accounts/delete-account.ts";
import { type Call } from "../../../src/bot/slack/command.ts";
import { splitWords } from "../../../src/bot/slack/words.ts";
import { textField } from "../../../src/bot/slack/fields.ts";
import { requestCommand } from "../../../src/bot/slack/request-command.ts";
import { userArg } from "../../../src/bot/users/delete-user.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import { DomainError } from "../../../src/core/kernel/errors.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { makeAccount, makeActor, makeUser } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

const note = () => textField({ id: "note", label: "Note", optional: true });
const given = {
  name: "remove-user",
  area: "Users",
  summary: "takes an Account from a user",
  example: "hanna from acme",
  title: "Remove a user",
  request: removeUserRequest,
  args: [
    userArg,
    { ...accountArg, keyword: "from" },
    { name: "note", optional: true, block: note },
    { name: "as", keyword: "as", usage: "<a name>", optional: true, block: () => [] },
  ],
} satisfies Parameters<typeof requestCommand>[0];
const command = requestCommand(given);
const [form] = command.forms;

const done: unknown[] = [];
let t: TestApp;
let ids: { userId: string; accountId: string };
let ctx: Context<ConsoleUserActor>;
let nobody: typeof ctx;

beforeAll(async () => {
  t = await createTestApp();
  const user = await makeUser(t.db, { username: "hanna" });
  const account = await makeAccount(t.db, { name: "Acme Ltd", apiId: "acme" });
  ids = { userId: user.id, accountId: account.id };
  ctx = { ...t.app, actor: await makeActor(t, { fullAccess: true }) };
  nobody = { ...t.app, actor: await makeActor(t, { permissions: {} }) };
});
afterAll(() => t.close());

beforeEach(() => void (done.length = 0));

const run = (text: string, asked = ctx): Promise<void> =>
  command.run({
    words: splitWords(text),
    context: async () => asked,
    openForm: async (opened, typed) => void done.push(["form", opened.name, typed]),
    submit: async (kind, input) => void done.push([kind.kind, input]),
  } as Partial<Call> as Call);

describe("a command for a request", () => {
  test("is written as its args are", () => {
    expect(command.usage).toEqual(["", "<user ID or e-mail> from <Account: API ID or name> [as <a name>]"]);
    expect(command).toMatchObject({ needs: removeUserRequest.needs, changes: true });
  });

  test("is known to the policy of approvals by its request, whatever it is called", () => {
    const other = requestCommand({ ...given, name: "detach" });
    expect([other.name, other.kind]).toEqual(["detach", "remove-user"]);
  });

  test("keeps “because” in the free text that reaches to its end", () => {
    const text = { name: "note", keyword: "note", toTheEnd: true, optional: true, block: note };
    expect(command.textAfter).toEqual([]);
    expect(requestCommand({ ...given, args: [...given.args, text] }).textAfter).toEqual(["note"]);
  });

  test("submits what its words stand for", async () => {
    await run("hanna from acme");
    expect(done).toEqual([["remove-user", ids]]);
  });

  test("opens its form with what is there where a part is missing", async () => {
    await run("");
    await run("hanna");
    expect(done).toEqual([
      ["form", "remove-user", {}],
      ["form", "remove-user", { user: "hanna" }],
    ]);
  });

  test("refuses a word too many, and a keyword with nothing behind it", async () => {
    await expect(run("hanna from")).rejects.toThrow("Something is missing after “from”.");
    await expect(run('"hanna" x from acme')).rejects.toThrow("Unexpected word “x”.");
    expect(done).toEqual([]);
  });

  test("looks nothing up for somebody who may not use it", async () => {
    await expect(run("nobody from nowhere", nobody)).rejects.toMatchObject({ code: "forbidden" });
    await expect(form.view(nobody, {}, { commands: [] })).rejects.toMatchObject({ code: "forbidden" });
    await expect(run("nobody from nowhere")).rejects.toMatchObject({ code: "not-found" });
  });

  test("asks in its form for all of them, in their order", async () => {
    const { blocks } = await form.view(ctx, { user: "hanna" }, { commands: [] });
    expect(blocks.map(({ block_id: id }) => id)).toEqual(["userId", "accountId", "note"]);
    expect(JSON.stringify(blocks[0])).toContain(ids.userId);
  });

  test("says at a field of its form what is missing there", async () => {
    const sent = form.submit(ctx, { userId: ids.userId }, place(), { commands: [] });
    await expect(sent).rejects.toMatchObject({ code: "invalid", field: "accountId" });
  });

  test("says a refusal at the only field of its form, wherever it belongs", async () => {
    const refusing = requestCommand({
      name: "n",
      area: "Users",
      summary: "s",
      example: "",
      title: "t",
      args: [userArg],
      request: removeUserRequest,
      input: () => {
        throw new DomainError("conflict", "No.", "another");
      },
    });
    const sent = refusing.forms[0].submit(ctx, {}, place(), { commands: [] });
    await expect(sent).rejects.toMatchObject({ code: "conflict", message: "No.", field: "userId" });
  });
});
