import { afterEach, describe, expect, test } from "vitest";
import { setLogo } from "../../../src/core/partner/logo.ts";
import { operator } from "../../../src/operator.ts";
import { createWeb } from "../../../src/web/create-web.ts";
import { png } from "../../support/pictures.ts";
import { brokenDatabase } from "../page-kinds.ts";
import { visitor } from "../visitor.ts";
import { webScene } from "../web-scene.ts";

const scene = webScene();
const paint = (brandColour: string | null, logo: string | null = null) =>
  scene.t.db.partner.update({ where: { id: 1 }, data: { brandColour, logo } });
afterEach(() => paint(null));

describe("the Partner's brand on pages", () => {
  test("the colour comes with a stylesheet of its own, and the letter in the tab is in it", async () => {
    await paint("#0b4f9e");
    const page = await visitor(scene.web).open("/sign-in");
    expect(page).toContain('<link rel="stylesheet" href="/brand/colours/0b4f9e.css"/>');
    expect(page).toContain("/assets/icon.svg?of=N&amp;in=0b4f9e");
    expect(page).not.toMatch(/<style|style="/);
    const css = await visitor(scene.web).request("/brand/colours/0b4f9e.css");
    expect(css.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(await css.text()).toMatch(
      /^:root \{ --accent: #0b4f9e; .*\n@media \(prefers-color-scheme: dark\)/,
    );
    expect(await visitor(scene.web).open("/assets/icon.svg?of=N&in=0b4f9e")).toContain('fill="#0b4f9e"');
  });

  test("without a colour nothing more is asked for", async () => {
    expect(await visitor(scene.web).open("/sign-in")).not.toContain("/brand/");
  });

  test.each(["/brand/colours/red.css", "/brand/colours/0b4f9e.css%7D", "/brand/colours/0b4f9e"])(
    "%s is no stylesheet",
    async (path) => expect((await visitor(scene.web).request(path)).status).toBe(404),
  );

  test("a wide logo stands at the top, and not in the tab; its picture is served as one, to be kept", async () => {
    await setLogo({ ...scene.t.app, actor: operator() }, png(120, 40));
    const page = await visitor(scene.web).open("/sign-in");
    const [, src = ""] = /<img class="logo" src="([^"]+)" alt="" width="108" height="36"\/>/.exec(page) ?? [];
    expect(src).toMatch(/^\/brand\/logo\/[0-9a-f]{32}-120x40\.png$/);
    expect(page).toContain('<link rel="icon" type="image/svg+xml"');
    const answer = await visitor(scene.web).request(src);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png(120, 40));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
    });
    expect((await visitor(scene.web).request(`${src}x`)).status).toBe(404);
    expect((await visitor(scene.web).request(src.replace("120x40", "40x120"))).status).toBe(404);
  });

  test("a square one stands in the tab as well", async () => {
    await setLogo({ ...scene.t.app, actor: operator() }, png(64, 64));
    expect(await visitor(scene.web).open("/")).toMatch(
      /<link rel="icon" type="image\/png" href="\/brand\/logo\/[^"]+"\/>/,
    );
  });

  test("errors keep it, also with the database away", async () => {
    await paint("#0b4f9e");
    let away = false;
    const db = new Proxy(scene.t.db, {
      get: (real, name) => Reflect.get(away ? brokenDatabase : real, name) as unknown,
    });
    const web = createWeb({ ...scene.t.app, db }, { trustedProxies: 0 });
    expect(await visitor(web).open("/nowhere")).toContain("0b4f9e.css");
    away = true;
    const failed = await visitor(web).request("/");
    expect(failed.status).toBe(500);
    expect(await failed.text()).toMatch(/0b4f9e\.css[\s\S]*Northwind Software<\/bdi>/);
  });
});
