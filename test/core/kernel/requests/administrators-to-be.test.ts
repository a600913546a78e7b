import { beforeEach, describe, expect, test } from "vitest";
import { linkByOperator } from "../../../../src/core/console-users/link-by-operator.ts";
import { recoverLater } from "../../../support/recover-all.ts";
import { identifyCaller } from "../../../../src/core/console-users/identify-caller.ts";
import type { ConsoleUserActor } from "../../../../src/core/context.ts";
import { inviteMany } from "../../../../src/core/invitations/invite-many.ts";
import { remindApprovers } from "../../../../src/core/kernel/requests/enter-queue-or-approval.ts";
import { invalidateWaiting } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { submitRequest } from "../../../../src/core/kernel/requests/submit-request.ts";
import { hours, minutes } from "../../../../src/core/kernel/time/clock.ts";
import { addAccountsRequest } from "../../../../src/core/memberships/add-accounts.ts";
import { setAdministratorsRequest } from "../../../../src/core/memberships/set-administrators.ts";
import { resetPasswordRequest } from "../../../../src/core/users/reset-password.ts";
import { makeAccount, makeUser } from "../../../support/factories.ts";
import { place } from "../../../support/invite-scene.ts";
import { readCsv } from "../../../support/read-csv.ts";
import { readWords, workspace } from "../../../support/recorded-chat.ts";
import { ExternalError } from "../../../../src/core/kernel/external-error.ts";
import { approvalScene, lower, makeSensitive, says } from "./approval-scene.ts";

const scene = approvalScene();
const slackOf = ({ chatUserId }: ConsoleUserActor) => chatUserId ?? "";
const run = async () => {
  await scene.t.runJobs();
  scene.t.clock.advance(1000);
  await scene.t.runJobs();
};

beforeEach(() => {
  const { channels, files } = scene.t.chat;
  files.length = 0;
  channels.set("C1", new Set([scene.mia, scene.max, scene.olivia, scene.ed].map(slackOf)));
});

describe("who becomes Administrator by what is to be approved", () => {
  const addresses = (count: number) => Array.from({ length: count }, (_, at) => `n${at}@acme.example`);
  const askMany = async (list: string, asAdministrator: boolean) =>
    (
      await inviteMany(
        scene.as(scene.ed),
        { accountId: scene.accountId, asAdministrator, addresses: list },
        place(),
      )
    ).requestId;

  /** Each asks for 25; what each of these is called in the list. */
  const ways: Record<string, () => Promise<{ id: string; listed: string[][] }>> = {
    "a bulk invitation": async () => {
      const bay = await makeAccount(scene.t.db, { name: "Bay", apiId: "bay" });
      const [first = "", ...others] = addresses(25);
      const id = await askMany([`${first},bay`, ...others].join("\n"), true);
      const listed = others.map((one) => [one, "Acme Ltd", "acme", scene.accountId]);
      return { id, listed: [[first, "Bay", "bay", bay.id], ...listed] };
    },
    "more Accounts for a User": async () => {
      const user = await makeUser(scene.t.db, { username: "nia", email: "nia@acme.example" });
      const accounts = [];
      for (let at = 10; at < 35; at += 1)
        accounts.push(await makeAccount(scene.t.db, { name: `Sub ${at}`, apiId: `sub-${at}` }));
      const administratorOf = accounts.map((one) => one.id);
      const input = { userId: user.id, accountIds: [scene.accountId], administratorOf };
      const { requestId: id } = await submitRequest(scene.as(scene.ed), addAccountsRequest, input, place());
      const listed = accounts.map((one) => ["nia (nia@acme.example)", one.name, one.apiId, one.id]);
      return { id, listed };
    },
    "a password that a colleague is shown": async () => {
      const accounts = [];
      for (let at = 10; at < 35; at += 1)
        accounts.push(await makeAccount(scene.t.db, { name: `Sub ${at}`, apiId: `sub-${at}` }));
      await scene.t.db.user.update({ where: { id: scene.userId }, data: { passwordHash: null } });
      for (const { id: accountId } of accounts)
        await scene.t.db.membership.create({
          data: { userId: scene.userId, accountId, grants: { create: { startsAt: scene.t.clock.now() } } },
        });
      const input = { userId: scene.userId, password: "temporary" as const };
      const { requestId: id } = await submitRequest(scene.as(scene.ed), resetPasswordRequest, input, place());
      const who = "anybody who sees the temporary password of hanna";
      return { id, listed: accounts.map((one) => [who, one.name, one.apiId, one.id]) };
    },
    "a saved list of ticks": async () => {
      const users = [];
      for (let at = 10; at < 35; at += 1)
        users.push(await makeUser(scene.t.db, { username: `t${at}`, email: `t${at}@acme.example` }));
      await scene.t.db.membership.createMany({
        data: users.map((one) => ({ userId: one.id, accountId: scene.accountId })),
      });
      const input = { accountId: scene.accountId, grant: users.map((one) => one.id), revoke: [] };
      const { requestId: id } = await submitRequest(
        scene.as(scene.ed),
        setAdministratorsRequest,
        input,
        place(),
      );
      const named = users.map(({ username, email }) => `${username} (${email})`);
      return { id, listed: named.map((one) => [one, "Acme Ltd", "acme", scene.accountId]) };
    },
  };

  test.each(Object.entries(ways))(
    "stands in the note, 20 by name and Account, and all in a file to each approver once: %s",
    async (_, ask) => {
      const { id, listed } = await ask();
      const { text } = await says(scene, id, "approval");
      for (const [at, [who, account, apiId]] of listed.entries())
        expect([at, text.includes(`${who} on ${account} (${apiId})`)]).toEqual([at, at < 20]);
      expect(text).toContain("and 5 more. People who can approve this get all of them as a file.");
      const { files, messages } = scene.t.chat;
      const approvers = [scene.mia, scene.max, scene.olivia].map(slackOf);
      expect(files.map(({ chatUserId }) => chatUserId).toSorted()).toEqual(approvers.toSorted());
      for (const { content } of files) {
        const [heading, ...rows] = readCsv(content);
        expect(heading).toEqual(["Who", "Account", "API ID", "Account's internal ID"]);
        expect(rows).toEqual(listed);
      }
      await invalidateWaiting(scene.t.app);
      await run();
      scene.t.clock.advance(hours(1));
      await remindApprovers(scene.t.app);
      await run();
      expect(files).toHaveLength(3);
      const [who, account, apiId] = listed.at(-1) ?? [];
      expect(JSON.stringify(messages)).not.toContain(`${who} on ${account} (${apiId})`);
      expect(messages.some(({ channelId }) => approvers.includes(channelId))).toBe(false);
    },
  );

  test("is not promised for good where Slack refuses the file: who can approve is told instead", async () => {
    const { chat } = scene.t;
    const sendFile = chat.sendFile.bind(chat);
    chat.sendFile = async () => {
      throw new ExternalError("Slack refused it.", { retryable: false, reason: "missing_scope" });
    };
    try {
      await askMany(addresses(25).join("\n"), true);
      await run();
    } finally {
      chat.sendFile = sendFile;
    }
    const told = chat.messages.filter(({ key }) => key.startsWith("file-"));
    const approvers = [scene.mia, scene.max, scene.olivia].map(slackOf);
    expect(told.map(({ channelId }) => channelId).toSorted()).toEqual(approvers.toSorted());
    for (const { cards } of told)
      expect(readWords(cards.at(-1)?.note ?? "")).toMatch(
        /all 25 .*\(missing_scope\).*Do not approve names that you cannot see/su,
      );
  });

  test("goes out as a file later where Slack is away for a moment, and nothing is said instead", async () => {
    const { chat } = scene.t;
    const sendFile = chat.sendFile.bind(chat);
    let away = 3;
    chat.sendFile = async (...given) => {
      away -= 1;
      if (away >= 0) throw new ExternalError("Away.", { retryable: true, reason: "connection" });
      await sendFile(...given);
    };
    try {
      await askMany(addresses(25).join("\n"), true);
      await run();
      scene.t.clock.advance(minutes(1));
      await run();
    } finally {
      chat.sendFile = sendFile;
    }
    expect(chat.messages.filter(({ key }) => key.startsWith("file-"))).toEqual([]);
    expect(chat.files).toHaveLength(3);
  });

  test("is nobody but who is left to do, without a file where the note has room for all", async () => {
    const id = await askMany(addresses(4).join("\n"), true);
    const data = { outcome: "invited", finishedAt: scene.t.clock.now() };
    await scene.t.db.requestItem.updateMany({ where: { requestId: id, position: 0 }, data });
    // Applied, and only its mail is missing.
    const unmailed = { where: { requestId: id, position: 3 }, data: { outcome: "invited" } };
    await scene.t.db.requestItem.updateMany(unmailed);
    const { text } = await says(scene, id, "approval");
    expect(text).toMatch(
      /Becomes Administrator: n1@acme\.example on Acme Ltd \(acme\)\nn2@acme\.example on Acme Ltd \(acme\)\n\S/u,
    );
    expect(text).not.toMatch(/n[03]@acme\.example/u);
    expect(scene.t.chat.files).toEqual([]);
  });

  test("is not told where nobody does", async () => {
    await makeSensitive(scene);
    const id = await askMany(addresses(25).join("\n"), false);
    const { text } = await says(scene, id, "approval");
    expect(text).toContain("Waits for two approvals");
    expect(text).not.toMatch(/Becomes Administrator|as a file|n0@acme/u);
    expect(scene.t.chat.files).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>]>([
    [
      "by a first command",
      () => identifyCaller(scene.t.app, { chatUserId: slackOf(scene.mia), workspaceId: workspace }),
    ],
    [
      "by the operator",
      () => {
        const actor = { kind: "operator", name: "root", surface: "command-line" } as const;
        const link = { email: "mia@partner.example", chatUserId: slackOf(scene.mia) };
        return linkByOperator({ ...scene.t.app, actor }, link).then(() => recoverLater(scene.t));
      },
    ],
  ])("reaches an approver who is linked to Slack only then, with the note itself: %s", async (_, link) => {
    const unlinked = { chatUserId: null, chatTeamId: null };
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data: unlinked });
    await askMany(addresses(25).join("\n"), true);
    await run();
    expect(scene.t.chat.files).toHaveLength(2);
    scene.t.chat.channels.get("C1")?.delete(slackOf(scene.mia));
    await link();
    await run();
    const direct = scene.t.chat.messages.filter(({ channelId }) => channelId === slackOf(scene.mia));
    expect(direct.map(({ cards }) => cards.at(-1)?.title)).toEqual(["This needs approval"]);
    expect(scene.t.chat.files.map(({ chatUserId }) => chatUserId)).toContain(slackOf(scene.mia));
    expect(scene.t.chat.files).toHaveLength(3);
  });

  test("is told to nobody who cannot approve when the file goes out, and once they can again", async () => {
    await askMany(addresses(25).join("\n"), true);
    const { queue, chat, db } = scene.t;
    const add = queue.add.bind(queue);
    queue.add = async (tasks) => {
      if (tasks.some(({ payload }) => JSON.stringify(payload).includes("file-")))
        await lower(scene, scene.max);
      await add(tasks);
    };
    await run();
    queue.add = add;
    const sent = chat.files.map(({ chatUserId }) => chatUserId).toSorted();
    expect(sent).toEqual([scene.mia, scene.olivia].map(slackOf).toSorted());
    expect(await db.chatMessage.count({ where: { key: { startsWith: "file-" } } })).toBe(2);
    await db.consoleUser.update({ where: { id: scene.max.id }, data: { permissions: { users: "manage" } } });
    await invalidateWaiting(scene.t.app);
    await run();
    expect(chat.files.map(({ chatUserId }) => chatUserId).slice(2)).toEqual([slackOf(scene.max)]);
  });
});
