import { describe, expect, test } from "vitest";
import { verifyPassword } from "../../src/core/kernel/secrets/password.ts";
import { readBlocks, readView } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

describe("Users, from Slack", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const me = (who: string) => walk.demo.people[who] ?? "";
  const user = (usernameKey: string) =>
    walk.demo.app.db.user.findUnique({
      where: { usernameKey },
      include: { memberships: { include: { account: true, grants: true } } },
    });
  const levels = async (username: string) =>
    Object.fromEntries(
      ((await user(username))?.memberships ?? []).map(({ account, grants }) => [
        account.apiId,
        grants.some(({ endsAt }) => endsAt === null),
      ]),
    );
  const heard = (who: string) => {
    const message = walk.demo.slack.ephemerals(me(who)).at(-1);
    return message ? readBlocks(message.blocks ?? [], message.text) : "";
  };
  const says = async (who: string, text: string, told: RegExp) => {
    await walk.stage.types(who, text);
    await walk.stage.isTold(who, told);
  };
  const press = (who: string, actionId: string, blockId?: string) => {
    const { slack, channelId } = walk.demo;
    const ts = slack.ephemerals(me(who)).at(-1)?.ts ?? "";
    return slack.click({ userId: me(who), channelId, ts, actionId, ...(blockId && { blockId }) });
  };
  const view = (who: string) => walk.demo.slack.views(me(who)).at(-1);
  const submit = (who: string, values: Parameters<typeof walk.stage.submits>[1]) =>
    walk.demo.slack.submitView({ userId: me(who), viewId: view(who)?.id ?? "", values });
  const pick = async (who: string, actionId: string, query: string, blockId?: string) =>
    walk.demo.slack.loadOptions({
      userId: me(who),
      viewId: view(who)?.id ?? "",
      actionId,
      query,
      ...(blockId && { blockId }),
    });

  test("create-user makes a User on one line, who sets a password by the mailed link", async () => {
    const line = '/cyclr create-user mia email mia@harbour.example name Mia Lund in harbour, "Acme Ltd"';
    await says(
      "ed",
      `${line} --plan`,
      /nothing is done[\s\S]*mia gets Acme Ltd \(acme\), with the level Access/,
    );
    expect(await user("mia")).toBeNull();
    await says("ed", line, /Queued: the new User mia/);
    await walk.stage.sees({}, /User created[\s\S]*Acme Ltd \(acme\), Harbour Foods[\s\S]*Mail with a link/);
    expect(await levels("mia")).toEqual({ acme: false, harbour: false });
    const mail = await walk.demo.mailbox.waitForMail(({ to }) => to.includes("mia@harbour.example"));
    const link = mail.links.find((one) => one.includes("/passwords/")) ?? "";
    for (const _ of [1, 2]) expect(await (await fetch(link)).text()).toContain("Set your password");
    await walk.stage.types("ed", "/cyclr user mia");
    await walk.stage.isTold("ed", /Password: none yet[\s\S]*Accounts: 2[\s\S]*Harbour Foods .* Access/);
  });

  test("create-user refuses what is wrong at its word, and Administrator altogether", async () => {
    await says("ed", "/cyclr create-user mia", /This user ID is taken/);
    await says("ed", "/cyclr create-user new in harbour as admin", /without administrator access/);
    await says("ed", "/cyclr create-user new in nowhere", /No Account has the API ID or name “nowhere”/);
    await says("vera", "/cyclr create-user new in nowhere", /users: edit/);
    expect(await user("new")).toBeNull();
  });

  test("its form keeps what was typed, names the field that is wrong, and takes several Accounts", async () => {
    await walk.stage.types("ed", "/cyclr create-user");
    await walk.stage.seesForm("ed", /Create a user[\s\S]*User ID/);
    const wrong = await submit("ed", { username: "Mia", email: "m@x.example", firstName: "Moa" });
    expect(wrong).toMatchObject({ result: "errors", errors: { username: /user ID is taken/ } });
    const [harbour] = await pick("ed", "account", "harbour");
    const [first, viewId] = [harbour?.value ?? "", view("ed")?.id ?? ""];
    walk.demo.slack.fillView({ userId: me("ed"), viewId, values: { accountIds: [first] } });
    const [kestrel] = await pick("ed", "account", "kestrel");
    const noMail = await submit("ed", { username: "moa", email: "" });
    expect(noMail).toMatchObject({ result: "errors", errors: { password: /A link needs an e-mail/ } });
    const accountIds = [first, kestrel?.value ?? ""];
    expect(await submit("ed", { email: "moa@x.example", accountIds })).toMatchObject({ result: "closed" });
    await walk.stage.sees({}, /User created[\s\S]*User ID: moa[\s\S]*Moa/);
    expect(await levels("moa")).toEqual({ harbour: false, kestrel: false });
  });

  test("a temporary password is shown once, to its requester alone", async () => {
    await walk.stage.types("ed", "/cyclr create-user robot in initech");
    await walk.demo.slack.waitFor(() => heard("ed").includes("Show temporary password"));
    await walk.stage.sees({}, /User created[\s\S]*Its requester can see the temporary password/);
    await press("ed", "show-temporary-password");
    await walk.demo.slack.waitFor(() => /[a-z2-9]{4}(-[a-z2-9]{4}){3}/.test(heard("ed")));
    const password = /[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/.exec(heard("ed"))?.[0] ?? "";
    const made = await user("robot");
    expect(made?.mustChangePassword).toBe(true);
    expect(await verifyPassword(made?.passwordHash ?? "", password)).toBe(true);
    await walk.stage.sees({}, /The temporary password was shown to its requester, once/);
    const elsewhere = JSON.stringify([
      walk.demo.slack.messages(walk.demo.channelId),
      await walk.queue.content(),
    ]);
    expect(elsewhere).not.toContain(password);
    expect(
      walk.demo.slack
        .ephemerals(me("vera"))
        .map(({ text }) => text)
        .join(),
    ).not.toContain(password);
  });

  test("the form's temporary password is shown from the profile", async () => {
    await walk.stage.types("ed", "/cyclr create-user");
    await walk.stage.seesForm("ed", /Create a user[\s\S]*User ID/);
    expect(await submit("ed", { username: "quiet", password: "temporary" })).toMatchObject({
      result: "updated",
    });
    expect(readView(view("ed") ?? never())).toContain("/cyclr user quiet");
    await walk.stage.sees({}, /User created[\s\S]*User ID: quiet/);
    await says("olivia", "/cyclr user quiet", /Password: none yet/);
    expect(heard("olivia")).not.toContain("Show temporary password");
    await says("ed", "/cyclr user quiet", /Show temporary password/);
    await press("ed", "show-temporary-password");
    await walk.demo.slack.waitFor(() => /The temporary password of quiet: /.test(heard("ed")));
    await says("ed", "/cyclr user quiet", /Password: temporary, must be changed at the next sign-in/);
    expect(heard("ed")).not.toContain("Show temporary password");
  });

  test("users lists an Account's own users with their levels, and searches them", async () => {
    await says(
      "vera",
      "/cyclr users harbour",
      /Users of Harbour Foods[\s\S]*hanna · .* · Access · open[\s\S]*mia/,
    );
    expect(heard("vera")).not.toContain("robot");
    await says("vera", "/cyclr users harbour matching MIA", /mia · Mia Lund · mia@harbour\.example ·/);
    expect(heard("vera")).not.toContain("hanna");
    await says("vera", "/cyclr users acme-de", /no users yet/);
    await says("nora", "/cyclr users harbour", /users: view/);
  });

  test("add-accounts gives several at once, each at a level, by line and by form", async () => {
    await says(
      "ed",
      "/cyclr add-accounts hanna to acme-de as admin, kestrel",
      /Queued: 2 Accounts for hanna/,
    );
    await walk.stage.sees({}, /Accounts added[\s\S]*hanna/);
    expect(await levels("hanna")).toEqual({ harbour: false, "acme-de": true, kestrel: false });
    await says("ed", "/cyclr user hanna", /Add Accounts/);
    await press("ed", "user-form:add-accounts");
    await walk.stage.seesForm("ed", /Add Accounts[\s\S]*hanna/);
    const [option] = await pick("ed", "account", "umbra", "administratorOf");
    expect(await submit("ed", { administratorOf: [option?.value ?? ""] })).toMatchObject({
      result: "updated",
    });
    await walk.stage.sees({}, /Accounts added[\s\S]*Umbra Studio/);
    expect(await levels("hanna")).toMatchObject({ umbra: true });
  });

  test("admins shows a tick per user and saves them together; it asks before somebody loses it", async () => {
    const ticks = () => view("ed")?.blocks.find(({ block_id }) => String(block_id).startsWith("ticks:"));
    await walk.stage.types("ed", "/cyclr admins harbour");
    await walk.stage.seesForm("ed", /Harbour Foods \(harbour\): tick who is Administrator[\s\S]*hanna/);
    const [hanna, mia] = [await user("hanna"), await user("mia")];
    const save = (ids: (string | undefined)[]) =>
      submit("ed", { [String(ticks()?.block_id)]: ids.map((id) => id ?? "") });
    expect(await save([hanna?.id, mia?.id])).toMatchObject({ result: "updated" });
    await walk.stage.sees({}, /Administrators saved[\s\S]*Granted: hanna, mia/);
    await walk.stage.types("ed", "/cyclr admins harbour");
    await walk.stage.seesForm("ed", /tick who is Administrator/);
    expect(await save([])).toMatchObject({ result: "updated" });
    await walk.stage.seesForm("ed", /hanna goes from Administrator to Access[\s\S]*without an Administrator/);
    expect(await levels("mia")).toMatchObject({ harbour: true });
    expect(await submit("ed", {})).toMatchObject({ result: "cleared" });
    await walk.stage.sees(
      {},
      /Administrators saved[\s\S]*Revoked: hanna, mia[\s\S]*no Administrator any more/,
    );
    expect([await levels("mia"), await levels("hanna")]).toMatchObject([
      { harbour: false },
      { harbour: false },
    ]);
    await says("ed", "/cyclr admins", /Which Account\?/);
  });

  test("remove-user takes one Account, delete-user the User, each once it is meant", async () => {
    await says("ed", "/cyclr remove-user hanna from kestrel", /users: manage/);
    await says("olivia", "/cyclr remove-user hanna from kestrel", /hanna loses Kestrel[\s\S]*The User stays/);
    await press("olivia", "confirm-request");
    await walk.stage.sees({}, /User removed from the Account[\s\S]*hanna[\s\S]*Kestrel/);
    expect(Object.keys(await levels("hanna")).toSorted()).toEqual(["acme-de", "harbour", "umbra"]);
    await walk.stage.types("olivia", "/cyclr delete-user hanna@harbour.example");
    await walk.stage.isTold("olivia", /Acme Germany \(acme-de\)[\s\S]*Left without an Administrator/);
    expect(await user("hanna")).not.toBeNull();
    await press("olivia", "confirm-request");
    await walk.stage.sees({}, /User deleted[\s\S]*hanna/);
    expect(await user("hanna")).toBeNull();
  });
});

function never(): never {
  throw new Error("no form is open");
}
