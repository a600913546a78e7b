import { describe, expect, test } from "vitest";
import { levelAt } from "../../src/core/kernel/levels/require-level.ts";
import { fold } from "../../src/core/kernel/text/fold.ts";
import { readBlocks, readView } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

describe("who is a member of what, from Slack", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const me = (who: string) => walk.demo.people[who] ?? "";
  const db = () => walk.demo.app.db;
  const says = async (who: string, text: string, told: RegExp) => {
    await walk.stage.types(who, text);
    await walk.stage.isTold(who, told);
  };
  const latest = (who: string) => {
    const message = walk.demo.slack.ephemerals(me(who)).at(-1);
    return message ? readBlocks(message.blocks ?? [], message.text) : "";
  };
  const submit = (who: string, values: Parameters<typeof walk.stage.submits>[1]) => {
    const viewId = walk.demo.slack.views(me(who)).at(-1)?.id ?? "";
    return walk.demo.slack.submitView({ userId: me(who), viewId, values });
  };
  const offer = (who: string, actionId: string, query: string, blockId?: string) => {
    const viewId = walk.demo.slack.views(me(who)).at(-1)?.id ?? "";
    return walk.demo.slack.loadOptions({
      userId: me(who),
      viewId,
      actionId,
      query,
      ...(blockId && { blockId }),
    });
  };
  const levels = async (username: string) => {
    const found = await db().membership.findMany({
      where: { user: { usernameKey: fold(username) } },
      include: { account: true, grants: true },
      orderBy: { account: { apiIdKey: "asc" } },
    });
    return Object.fromEntries(
      found.map(({ account, grants }) => [account.apiId, levelAt(grants, new Date())]),
    );
  };
  const join = async (apiId: string, username: string) => {
    const key = fold(username);
    const user = await db().user.upsert({
      where: { usernameKey: key },
      create: { username, usernameKey: key },
      update: {},
    });
    const account = await db().account.findUniqueOrThrow({ where: { apiIdKey: apiId } });
    await db().membership.create({ data: { userId: user.id, accountId: account.id } });
    return user.id;
  };
  /** The ids of the blocks that hold ticks. */
  const tickBlocks = (view: { blocks: { block_id?: string }[] }) =>
    view.blocks.flatMap(({ block_id = "" }) => (block_id.startsWith("ticks:") ? [block_id] : []));

  test("several Accounts at once on one line, each at its level, and nothing on a sub-account", async () => {
    const line = '/cyclr add-accounts hanna to acme as admin, "Kestrel Insurance"';
    await says(
      "ed",
      `${line} --plan`,
      /nothing is done[\s\S]*Kestrel Insurance \(kestrel\), as Access[\s\S]*Acme Ltd \(acme\), as Administrator/,
    );
    expect(await levels("hanna")).toEqual({ harbour: "Access" });
    await says("ed", line, /Queued: 2 Accounts for hanna/);
    await walk.stage.sees({}, /Accounts added[\s\S]*Acme Ltd \(acme\)/);
    expect(await levels("hanna")).toEqual({ acme: "Administrator", harbour: "Access", kestrel: "Access" });
    await says("ed", "/cyclr add-accounts hanna to acme", /already a member of Acme Ltd \(acme\)/);
    await says("ed", "/cyclr add-accounts hanna to acme-de as boss", /“boss” is not a level/);
    await says("ed", "/cyclr add-accounts hanna to", /missing after “to”/);
    await says("vera", "/cyclr add-accounts hanna to acme-de", /users: edit/);
  });

  test("the form names the field that is wrong and keeps what was typed", async () => {
    await walk.stage.types("ed", "/cyclr add-accounts hanna");
    const view = await walk.stage.seesForm("ed", /With Access/);
    expect(await submit("ed", {})).toMatchObject({
      errors: { accountIds: expect.stringContaining("at least one Account") as string },
    });
    await offer("ed", "account", "acme germany", "administratorOf");
    const chosen = await submit("ed", { administratorOf: ["Acme Germany (acme-de)"] });
    expect(chosen.result).not.toBe("errors");
    await walk.stage.sees({}, /Accounts added[\s\S]*Acme Germany \(acme-de\)/);
    expect(await levels("hanna")).toMatchObject({ acme: "Administrator", "acme-de": "Administrator" });
    expect(readView(walk.demo.slack.views(me("ed")).find(({ id }) => id === view.id) ?? view)).not.toContain(
      "With Access",
    );
  });

  test("ticks of an Account's list are saved together, and the sub-account's stay", async () => {
    for (const username of ["tick.ann", "tick.ben", "tick.cid"]) await join("acme", username);
    await walk.stage.types("ed", "/cyclr admins acme");
    const view = await walk.stage.seesForm("ed", /tick\.ann[\s\S]*tick\.cid/);
    const [block = ""] = tickBlocks(view);
    expect((await submit("ed", { [block]: ["tick.ann", "tick.cid", "hanna"] })).result).toBe("closed");
    await walk.stage.sees({}, /Administrators saved[\s\S]*Granted: tick\.ann, tick\.cid/);
    expect(await levels("tick.ann")).toEqual({ acme: "Administrator" });
    expect(await levels("tick.ben")).toEqual({ acme: "Access" });
    expect(await levels("hanna")).toMatchObject({ acme: "Administrator", "acme-de": "Administrator" });
  });

  test("taking a tick asks first; what nobody touched is left to whoever changed it meanwhile", async () => {
    await walk.stage.types("ed", "/cyclr admins acme");
    const view = await walk.stage.seesForm("ed", /tick\.ann/);
    const [block = ""] = tickBlocks(view);
    await says("olivia", "/cyclr grant-admin tick.ben on acme", /Queued/);
    await walk.stage.sees({}, /Administrator granted[\s\S]*tick\.ben/);
    const { result } = await submit("ed", { [block]: ["tick.cid", "hanna"] });
    expect(result).toBe("updated");
    const asked = await walk.stage.seesForm(
      "ed",
      /This would be done[\s\S]*tick\.ann goes from Administrator/,
    );
    expect(readView(asked)).not.toContain("tick.ben");
    await submit("ed", {});
    await walk.stage.sees({}, /Administrators saved[\s\S]*Revoked: tick\.ann/);
    expect([await levels("tick.ann"), await levels("tick.ben")]).toEqual([
      { acme: "Access" },
      { acme: "Administrator" },
    ]);
  });

  test("a list that is saved as it was says so; one of nobody is not opened, and one of many has pages", async () => {
    await walk.stage.types("ed", "/cyclr admins harbour");
    await walk.stage.seesForm("ed", /hanna/);
    expect((await submit("ed", {})).result).toBe("updated");
    await walk.stage.seesForm("ed", /Nothing was changed/);
    await says("ed", "/cyclr admins umbra", /has no users yet/);
    for (let at = 0; at < 90; at += 1) await join("delta", `many.${String(at).padStart(2, "0")}`);
    await walk.stage.types("ed", "/cyclr admins delta");
    const view = await walk.stage.seesForm("ed", /many\.00[\s\S]*many\.89/);
    expect(tickBlocks(view)).toHaveLength(10);
    expect(tickBlocks(view).every((id) => id.length <= 255)).toBe(true);
    await walk.demo.slack.closeView({ userId: me("ed"), viewId: view.id });
    await join("delta", "many.90");
    await walk.stage.types("ed", "/cyclr admins delta");
    const paged = await walk.stage.seesForm("ed", /saved together[\s\S]*many\.44[\s\S]*\[Next page\]/);
    expect(tickBlocks(paged)).toHaveLength(5);
    await walk.demo.slack.closeView({ userId: me("ed"), viewId: paged.id });
  });

  test("one line changes what a form cannot hold", async () => {
    await says(
      "ed",
      "/cyclr admins delta grant many.00, many.90",
      /Queued: a change of the Administrators of Delta Clinics/,
    );
    await walk.stage.sees({}, /Administrators saved[\s\S]*many\.00, many\.90/);
    await says("ed", "/cyclr admins delta revoke many.00, many.90", /left without an Administrator/);
    await walk.stage.presses("ed", "Leave it");
    await walk.demo.slack.waitFor(() => latest("ed").startsWith("Left as it is"));
    expect(await levels("many.90")).toEqual({ delta: "Administrator" });
    await says("vera", "/cyclr admins delta", /users: edit/);
  });

  test("removing from an Account asks, warns of the last Administrator, and leaves every other Account", async () => {
    await says("ed", "/cyclr remove-user hanna from acme-de", /users: manage/);
    await says(
      "olivia",
      "/cyclr remove-user hanna from acme-de",
      /hanna loses Acme Germany[\s\S]*The User stays[\s\S]*left without an Administrator/,
    );
    await walk.stage.presses("olivia", "Do it");
    await walk.stage.sees({}, /User removed from the Account[\s\S]*no Administrator any more/);
    expect(await levels("hanna")).toEqual({ acme: "Administrator", harbour: "Access", kestrel: "Access" });
    await says("olivia", "/cyclr remove-user hanna from acme-de", /not a member of Acme Germany/);
  });

  test("deleting tells every Account and level, and a second click deletes nothing more", async () => {
    await says("ed", "/cyclr delete-user hanna", /users: manage/);
    await says(
      "olivia",
      "/cyclr delete-user hanna",
      /3 Accounts[\s\S]*Acme Ltd \(acme\)[\s\S]*Administrator[\s\S]*Kestrel[\s\S]*cannot be undone/,
    );
    await Promise.all([walk.stage.presses("olivia", "Do it"), walk.stage.presses("olivia", "Do it")]);
    await walk.stage.sees({}, /User deleted[\s\S]*hanna/);
    expect(await db().user.count({ where: { usernameKey: "hanna" } })).toBe(0);
    expect(await db().account.count({ where: { apiIdKey: { in: ["acme", "harbour", "kestrel"] } } })).toBe(3);
    expect(await db().auditEvent.count({ where: { action: "user-deleted" } })).toBe(1);
    await says("olivia", "/cyclr delete-user hanna", /No User has the user ID or e-mail “hanna”/);
  });
});
