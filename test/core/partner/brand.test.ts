import { deflateSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { contrast, darkerShade, shadesOf } from "../../../src/core/kernel/names/brand-colour.ts";
import { loadBrand } from "../../../src/core/kernel/names/brand.ts";
import { changeSettingsRequest } from "../../../src/core/partner/change-settings.ts";
import { findLogo, removeLogo, setLogo } from "../../../src/core/partner/logo.ts";
import { partnerSettings, showSettings } from "../../../src/core/partner/partner-settings.ts";
import { readPicture } from "../../../src/core/partner/read-picture.ts";
import { operator } from "../../../src/operator.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeActor } from "../../support/factories.ts";
import { invite, inviteScene } from "../../support/invite-scene.ts";
import { jpegHeader, png, webpHeader } from "../../support/pictures.ts";
import { ask } from "../users/user-scene.ts";

const read = (brandColour: string) => partnerSettings.safeParse({ brandColour });

describe("a colour", () => {
  test.each([
    ["#14532D", "#14532d"],
    ["0b4f9e", "#0b4f9e"],
    [" #063 ", "#006633"],
    ["", null],
  ])("%j is read as %j", (given, expected) => {
    expect(read(given).data).toEqual({ brandColour: expected });
  });

  test.each(["green", "#12345", "#1234567", "rgb(1,2,3)", "#14532d;}", "url(x)"])(
    "%j is refused at its field",
    (given) => {
      expect(read(given).error?.issues).toMatchObject([
        { path: ["brandColour"], message: "Enter a colour such as #14532d." },
      ]);
    },
  );

  test.each(["#ffdd00", "#ff8800", "#00bcd4", "#ffffff", "#808080"])(
    "%s is too pale for white text, and told with a darker one that will do",
    (given) => {
      const [issue] = read(given).error?.issues ?? [];
      const [, darker = ""] = /(#[0-9a-f]{6}) is the nearest that will do/.exec(issue?.message ?? "") ?? [];
      expect(issue?.path).toEqual(["brandColour"]);
      expect(darkerShade(darker)).toBeUndefined();
      expect(read(darker).success).toBe(true);
    },
  );

  test("is measured as WCAG does", () => {
    expect(contrast("#000000", "#ffffff")).toBe(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  test.each(["#14532d", "#0b4f9e", "#7b1fa2", "#b00020", "#000000", "#00008b"])(
    "%s can be read wherever it is used, on light pages and on dark ones",
    (given) => {
      const { light, dark } = shadesOf(given);
      expect(light.accent).toBe(given);
      for (const ground of ["#ffffff", "#efeee8", light.tint])
        expect(contrast(light.accent, ground)).toBeGreaterThanOrEqual(4.5);
      for (const ground of ["#0f1412", "#181f1c", dark.tint, "#0a1b11"])
        expect(contrast(dark.accent, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(light.strong, "#ffffff")).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark.strong, "#0a1b11")).toBeGreaterThanOrEqual(4.5);
      // What stands on the tint in the usual colours.
      expect(contrast("#1b211e", light.tint)).toBeGreaterThanOrEqual(4.5);
      expect(contrast("#535e58", light.tint)).toBeGreaterThanOrEqual(4.5);
      expect(contrast("#e9edea", dark.tint)).toBeGreaterThanOrEqual(4.5);
    },
  );
});

describe("a picture", () => {
  test.each([
    ["png", png(120, 40)],
    ["jpeg", jpegHeader(120, 40)],
    ["webp", webpHeader("VP8 ", 120, 40)],
    ["webp", webpHeader("VP8L", 120, 40)],
    ["webp", webpHeader("VP8X", 120, 40)],
  ])("a %s tells its size", (type, bytes) => {
    expect(readPicture(bytes)).toEqual({ type, width: 120, height: 40 });
  });

  test("anything else is none, and neither is half of one", () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    for (const bytes of [svg, Buffer.from("GIF89a........"), Buffer.alloc(0), deflateSync(svg)])
      expect(readPicture(bytes)).toBeUndefined();
    for (const bytes of [png(9, 9), jpegHeader(9, 9), webpHeader("VP8X", 9, 9)])
      expect(readPicture(bytes.subarray(0, 14))).toBeUndefined();
  });
});

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);
const byOperator = () => ({ ...scene.t.app, actor: operator() });
afterEach(() => scene.t.db.partner.update({ where: { id: 1 }, data: { brandColour: null, logo: null } }));

describe("the Partner's brand", () => {
  test("its colour is a setting, and colours the mail of an invitation", async () => {
    const actor = await makeActor(scene.t, { permissions: { settings: "edit" } });
    const ctx = { ...scene.t.app, actor };
    await ask(scene, changeSettingsRequest, partnerSettings.parse({ brandColour: "#0B4F9E" }), ctx);
    expect(await loadBrand(scene.t.app)).toMatchObject({ colour: "#0b4f9e", logo: null });
    expect((await showSettings(ctx)).lines.join("\n")).toMatch(/Colour: \u2068?#0b4f9e/);
    await invite(scene, "brand@acme.example");
    await scene.t.runJobs();
    const mail = scene.t.mailer.sent.find(({ to }) => to === "brand@acme.example");
    expect(mail?.html).toContain("background:#0b4f9e");
    expect(mail?.html).toContain("color:#0b4f9e;font-size:18px");
    expect(mail?.html).not.toContain("#14532d");
    expect(mail?.html).not.toContain("<img");
  });

  test("its logo is one at a time, audited, and gone when it is taken off", async () => {
    await setLogo(byOperator(), png(64, 64));
    const first = (await loadBrand(scene.t.app)).logo ?? "";
    expect(first).toMatch(/^[0-9a-f]{32}-64x64\.png$/);
    expect(Buffer.from((await findLogo(scene.t.app, first)) ?? [])).toEqual(png(64, 64));
    await setLogo(byOperator(), png(120, 40));
    expect(await findLogo(scene.t.app, first)).toBeUndefined();
    expect(await scene.t.db.logo.count()).toBe(1);
    expect(await removeLogo(byOperator())).toBe(true);
    expect(await removeLogo(byOperator())).toBe(false);
    expect(await scene.t.db.logo.count()).toBe(0);
    expect(await events("settings-changed")).toMatchObject([
      { actorKind: "operator", before: { logo: null }, after: { logo: first } },
      { before: { logo: first } },
      { after: { logo: null } },
    ]);
  });

  test.each([
    ["of another kind", Buffer.from("<svg/>"), /PNG, JPEG or WebP/],
    ["too large", Buffer.concat([png(64, 64), Buffer.alloc(100 * 1024)]), /100 KB at most/],
    ["too wide", png(2001, 40), /2001 × 40 pixels/],
    ["a single point", png(1, 1), /between 16 and 2000/],
  ])("a picture that is %s is refused", async (_, bytes, sentence) => {
    await expect(setLogo(byOperator(), bytes)).rejects.toMatchObject({ code: "invalid" });
    await expect(setLogo(byOperator(), bytes)).rejects.toThrow(sentence);
    expect(await scene.t.db.logo.count()).toBe(0);
  });
});
