import { describe, expect, test } from "vitest";
import { openings } from "../../src/core/home/openings.ts";
import { readView } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

describe("the App Home", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const idOf = (who: string) => walk.demo.people[who] ?? "";
  const nameOf = (id: string) => Object.entries(walk.demo.people).find(([, one]) => one === id)?.[0];
  const shown = (who: string) => {
    const home = walk.demo.slack.home(idOf(who));
    return home ? readView(home, nameOf) : "";
  };
  const seesHome = (who: string, words: RegExp) =>
    walk.demo.slack.waitFor(() => words.test(shown(who)) && shown(who), {
      timeoutMs: 60_000,
      what: `a Home like ${words}`,
    });
  const opens = async (who: string, words: RegExp) => {
    expect((await walk.demo.slack.openHome(idOf(who))).delivered).toBe(true);
    return seesHome(who, words);
  };
  const presses = (who: string, actionId: string) =>
    walk.demo.slack.clickInView({
      userId: idOf(who),
      viewId: walk.demo.slack.home(idOf(who))?.id ?? "",
      actionId,
    });

  test("shows to each what they may do", async () => {
    expect(await opens("ed", /What you may do/)).toMatch(/Ed Quinn · [\s\S]*\[Invite a user\]/);
    expect(shown("ed")).not.toContain("Console permissions");
    expect(await opens("olivia", /Full Access/)).toContain("[Console permissions]");
    expect(await opens("nora", /no permissions/)).not.toContain("[Invite a user]");
  });

  test("tells who is no Console User whom to ask, and guests why not", async () => {
    expect(
      await opens("sam", /You are not a Console User here. Ask one of these: Olivia Reyes/),
    ).not.toContain("[");
    await opens("gus", /Guests of this workspace/);
    expect(await walk.demo.app.db.home.count()).toBe(3);
  });

  test("every button opens its form", async () => {
    for (const { form, label } of openings) {
      await presses("olivia", `open-form:${form}`);
      const view = await walk.stage.seesForm("olivia", new RegExp(`^(?![\\s\\S]*One moment)${label}\\n`));
      // Nobody has invited many at once yet, and it says so.
      expect(view.callback_id).toBe(form === "invite-results" ? "" : form);
      await walk.demo.slack.closeView({ userId: idOf("olivia"), viewId: view.id });
    }
  });

  test("follows a request that was made in a form opened from it; its card goes to the requester", async () => {
    await presses("ed", "open-form:invite");
    await walk.stage.seesForm("ed", /E-mail/);
    const account = await walk.demo.app.db.account.findUniqueOrThrow({ where: { apiIdKey: "acme" } });
    await walk.stage.submits("ed", { accountId: account.id, email: "new@acme.example" }, /./);
    await walk.stage.sees({ who: "ed" }, /Invitation mailed/);
    await seesHome("ed", /not accepted yet\nnew@acme.example to Acme Ltd \(acme\) as Access · expires/);
    expect(shown("ed")).toMatch(
      /Recent activity\n.*Ed Quinn \(a job\) finished the request for the invitation of .* to Acme Ltd/,
    );
  });

  test("asks there what waits to be confirmed, and does it once it is meant", async () => {
    await walk.stage.types("ed", "/cyclr grant-admin hanna on harbour");
    await walk.stage.sees({}, /Administrator granted/);
    await walk.stage.types("ed", "/cyclr revoke-admin hanna on harbour");
    await seesHome("ed", /Waits for you\n[\s\S]*hanna goes from Administrator to Access[\s\S]*\[Do it\]/);
    await presses("ed", "confirm-request");
    await walk.stage.sees({}, /Administrator revoked/);
    expect(await seesHome("ed", /^(?![\s\S]*Waits for you)/)).toContain("Recent activity");
  });

  test("names in it are harmless", async () => {
    const name = "<!channel> *Evil* <https://evil.example|Ltd> \u202Egnp";
    await walk.demo.app.db.account.update({ where: { apiIdKey: "umbra" }, data: { name } });
    await walk.stage.types("ed", "/cyclr invite x@umbra.example to umbra");
    await seesHome("ed", /x@umbra.example to <!channel>/);
    const blocks = walk.demo.slack.home(idOf("ed"))?.blocks ?? [];
    const markup = JSON.stringify(blocks.filter(({ type }) => type !== "rich_text"));
    expect(markup).not.toMatch(/channel|evil/);
  });

  test("is drawn as soon as Slack takes it again", async () => {
    const { slack } = walk.demo;
    slack.faults.inject({ method: "views.publish", kind: "rate_limited", retryAfter: 1, times: 2 });
    await opens("vera", /Vera Lind · accounts: view/);
    expect(slack.calls.filter(({ method }) => method === "views.publish").length).toBeGreaterThan(2);
  });
});
