import { beforeEach, describe, expect, test } from "vitest";
import { newToken } from "../../src/core/kernel/secrets/token.ts";
import { takenValues } from "../../src/core/values/taken-values.ts";
import { goodValues as good, waitingDeployment } from "./value-link-scene.ts";
import { textOf, valueOf, visitor } from "./visitor.ts";
import { webScene } from "./web-scene.ts";

const scene = webScene();
let requestId: string;
let newLink: () => Promise<string>;
let path: string;

beforeEach(async () => {
  ({ requestId, newLink } = await waitingDeployment(scene));
  path = await newLink();
});

const statusOf = async () =>
  (await scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } })).status;

describe("the page that takes connector values", () => {
  test("asks for what each connector needs, however often it is opened, and consumes nothing", async () => {
    const person = visitor(scene.web);
    for (const _ of [1, 2, 3]) {
      const page = textOf(await person.open(path));
      expect(page).toMatch(
        /API key[\s\S]*Shop address[\s\S]*Webhook secret \(optional\)[\s\S]*User name[\s\S]*Password/,
      );
      expect(page).toContain("Acme Ltd");
    }
    expect(await statusOf()).toBe("awaitingValues");
  });

  test("seals what was typed, once, and sends the request on", async () => {
    const person = visitor(scene.web);
    const sent = await person.send(path, good);
    expect([sent.status, sent.headers.get("location")]).toEqual([303, "/values/sealed"]);
    expect(textOf(await person.open("/values/sealed"))).toContain("The values are saved");
    expect(await statusOf()).toBe("queued");
    expect(await takenValues(scene.t.app, requestId)).toMatchObject([
      { authValue: "sk_live_hidden", properties: [{ name: "Url", value: "https://shop.example" }] },
      { authValue: "robot:pass:with:colons", properties: [] },
      { authValue: null, properties: [] },
    ]);
    const again = await person.request(path);
    expect(again.status).toBe(410);
    expect(textOf(await again.text())).toMatch(/This link was used.*tell your administrator/);
    const forced = await person.send(path, { ...good, formToken: "none" });
    expect(forced.status).toBe(410);
  });

  test.each([
    ["connector-0-auth", "", /needs its API key/],
    ["connector-0-property-0", "", /needs Shop address/],
    ["connector-1-user", "", /Enter the user name/],
    ["connector-1-user", "a:b", /holds no colon/],
    ["connector-1-password", "", /Enter the password/],
    ["connector-0-auth", "x".repeat(10_001), /at most 10000/],
  ])("says at %s what is wrong, and shows no secret again", async (field, value, message) => {
    const sent = await visitor(scene.web).send(path, { ...good, [field]: value });
    const html = await sent.text();
    expect(sent.status).toBe(422);
    const error = new RegExp(`id="${field}-error"[^>]*>([\\s\\S]*?)</p>`).exec(html)?.[1] ?? "";
    expect(error).toMatch(message);
    expect(html).toContain(`href="#${field}"`);
    if (field !== "connector-0-property-0")
      expect(valueOf(html, "connector-0-property-0")).toBe("https://shop.example");
    expect(html).not.toContain("sk_live_hidden");
    expect(html).not.toContain("pass:with:colons");
    expect(await statusOf()).toBe("awaitingValues");
  });

  test("is refused from another site, and shown again where its token is stale", async () => {
    const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await visitor(scene.web).send(path, good, { headers })).status).toBe(403);
    const stale = await visitor(scene.web).send(path, { ...good, formToken: "old" });
    expect(stale.status).toBe(403);
    expect(await stale.text()).not.toContain("sk_live_hidden");
    expect(await statusOf()).toBe("awaitingValues");
  });

  test("tells of a replaced, a forged and an expired link what to do", async () => {
    await newLink();
    for (const dead of [path, `/values/${newToken()}`]) {
      const answer = await visitor(scene.web).request(dead);
      expect(answer.status).toBe(404);
      expect(textOf(await answer.text())).toMatch(/does not work.*Enter the values/);
    }
    const late = await newLink();
    scene.t.clock.advance(3_600_000);
    const answer = await visitor(scene.web).request(late);
    expect(answer.status).toBe(410);
    expect(textOf(await answer.text())).toMatch(/has expired.*Nothing was taken/);
    expect((await visitor(scene.web).send(late, { ...good, formToken: "x" })).status).toBe(410);
  });

  test("logs neither link nor value", async () => {
    await visitor(scene.web).send(path, good);
    const log = scene.t.log.join("\n");
    expect(log).toContain("/values/:token");
    expect(log).not.toMatch(/sk_live_hidden|pass:with:colons/);
    expect(log).not.toContain(path.split("/").at(-1));
  });
});
