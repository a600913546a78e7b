import { describe, expect, test } from "vitest";
import { startWalk } from "../support/walk.ts";

describe("/cyclr grant-admin and revoke-admin", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const level = async () => {
    const { grants } = await walk.demo.app.db.membership.findFirstOrThrow({
      where: { user: { usernameKey: "hanna" } },
      include: { grants: true },
    });
    return grants.filter(({ endsAt }) => endsAt === null).length > 0 ? "Administrator" : "Access";
  };
  const press = async (who: string, action: string) => {
    const { slack, people, channelId } = walk.demo;
    const message = slack.ephemerals(people[who] ?? "").at(-1);
    return slack.click({ userId: people[who] ?? "", channelId, ts: message?.ts ?? "", actionId: action });
  };

  test("--plan tells what would change, and changes nothing", async () => {
    await walk.stage.types("ed", "/cyclr grant-admin hanna on harbour --plan");
    await walk.stage.isTold("ed", /nothing is done[\s\S]*hanna goes from Access to Administrator/);
    expect(await walk.demo.app.db.request.count()).toBe(0);
  });

  test("grants at once, with a card", async () => {
    await walk.stage.types("ed", '/cyclr grant-admin Hanna@Harbour.example on "harbour foods"');
    await walk.stage.isTold("ed", /Queued: Administrator of Harbour Foods \(harbour\) for hanna/);
    await walk.stage.sees({}, /Administrator granted[\s\S]*Access before, Administrator now/);
    expect(await level()).toBe("Administrator");
  });

  test("asks before it takes something away; leaving it changes nothing", async () => {
    await walk.stage.types("ed", "/cyclr revoke-admin hanna on harbour");
    await walk.stage.isTold(
      "ed",
      /hanna goes from Administrator to Access[\s\S]*left without an Administrator/,
    );
    await press("ed", "withdraw-request");
    await walk.demo.slack.waitFor(() =>
      walk.demo.slack
        .ephemerals(walk.demo.people["ed"] ?? "")
        .at(-1)
        ?.text.startsWith("Left as it is"),
    );
    expect(await level()).toBe("Administrator");
  });

  test("revokes once it is meant, and a second click adds nothing", async () => {
    await walk.stage.types("ed", "/cyclr revoke-admin hanna on harbour");
    await walk.stage.isTold("ed", /This would be done/);
    await Promise.all([press("ed", "confirm-request"), press("ed", "confirm-request")]);
    await walk.stage.sees({}, /Administrator revoked[\s\S]*no Administrator any more/);
    expect(await level()).toBe("Access");
    expect(await walk.demo.app.db.request.count({ where: { kind: "revoke-admin", status: "done" } })).toBe(1);
  });
});
