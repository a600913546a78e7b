import { beforeEach, describe, expect, test } from "vitest";
import { readMarketplaceChange } from "../../../src/bot/marketplaces/edit-marketplace.ts";
import { splitWords } from "../../../src/bot/slack/words.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import { changeMarketplaceRequest } from "../../../src/core/marketplaces/change-marketplace.ts";
import { deployMarketplace } from "../../../src/core/marketplaces/deploy-marketplace.ts";
import { findMarketplace } from "../../../src/core/marketplaces/find-marketplace.ts";
import { loadMarketplace } from "../../../src/core/marketplaces/deploy-request-card.ts";
import { marketplaceChange } from "../../../src/core/marketplaces/plan-marketplace-change.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeActor } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { makeTemplate } from "../../support/marketplace-factories.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { ask } from "../users/user-scene.ts";
import { deployScene } from "./deploy-scene.ts";

const scene = deployScene();
const events = auditOfTest(() => scene.t.db);
let ctx: Context<ConsoleUserActor>;
beforeEach(async () => {
  ctx = { ...scene.t.app, actor: await makeActor(scene.t, { permissions: { marketplaces: "manage" } }) };
});

const change = (given: object) => ask(scene, changeMarketplaceRequest, marketplaceChange.parse(given), ctx);
const whole = () => loadMarketplace(scene.t.db, scene.marketplace.id);
const shown = () => scene.t.chat.latest(scene.t.chat.messages.length - 1);

describe("a Marketplace", () => {
  test("is made, renamed, given cards and templates, and loses them again", async () => {
    const [one, two] = [await makeTemplate(scene.t.db), await makeTemplate(scene.t.db)];
    await change({ change: "create", name: "Made" });
    const { id: marketplaceId } = await findMarketplace(scene.t.app, "made");
    expect(shown()).toMatchObject({ title: "Marketplace created" });
    expect(readWords(shown().note)).toContain(`/cyclr marketplaces ${marketplaceId}`);
    const about = { marketplaceId };
    await change({ change: "rename", ...about, name: "Made well" });
    await change({ change: "add-card", ...about, title: "First", templateIds: [one.id, two.id, one.id] });
    await change({ change: "add-card", ...about, title: "Second", templateIds: [two.id] });
    const [first] = (await loadMarketplace(scene.t.db, marketplaceId)).cards;
    await change({ change: "set-templates", ...about, cardId: first?.id, templateIds: [two.id] });
    const made = await loadMarketplace(scene.t.db, marketplaceId);
    expect(made.name).toBe("Made well");
    expect(
      made.cards.map(({ title, templates }) => [title, templates.map(({ template }) => template.id)]),
    ).toEqual([
      ["First", [two.id]],
      ["Second", [two.id]],
    ]);
    await change({ change: "remove-card", ...about, cardId: first?.id });
    expect((await loadMarketplace(scene.t.db, marketplaceId)).cards.map(({ title }) => title)).toEqual([
      "Second",
    ]);
    const done = (await events()).map(({ action }) => action);
    expect(done.filter((action) => action.startsWith("marketplace-"))).toEqual([
      "marketplace-created",
      "marketplace-renamed",
      "marketplace-card-added",
      "marketplace-card-added",
      "marketplace-templates-set",
      "marketplace-card-removed",
    ]);
  });

  test("is deleted once it is meant, and says how often it was deployed; what was made stays", async () => {
    await deployMarketplace(scene.trusted(), scene.deploy());
    await deployMarketplace(scene.trusted(), scene.deploy());
    const input = { change: "delete", marketplaceId: scene.marketplace.id } as const;
    const submitted = await submitRequest(ctx, changeMarketplaceRequest, input, place());
    expect(submitted.needsConfirmation).toBe(true);
    expect(submitted.plan.warnings.join()).toContain("It was deployed 2 times, for 1 Account");
    expect(await whole()).toBeTruthy();
    await scene.t.db.request.delete({ where: { id: submitted.requestId } });
    await change(input);
    await expect(whole()).rejects.toMatchObject({ code: "not-found" });
    expect(await scene.t.db.user.count({ where: { apiUserOfId: scene.accountId } })).toBe(1);
    expect(readWords(shown().note)).toBe("Templates stay, and so does everything that was installed.");
  });

  test("is refused a name that another has, a card twice, and templates that are gone, at the field", async () => {
    const template = await makeTemplate(scene.t.db);
    const [marketplaceId, nobody] = [scene.marketplace.id, "00000000-0000-4000-8000-000000000000"];
    const plan = (given: object) => changeMarketplaceRequest.plan(ctx, marketplaceChange.parse(given));
    const name = scene.marketplace.name.toUpperCase();
    await expect(plan({ change: "create", name })).rejects.toMatchObject({ code: "conflict", field: "name" });
    await plan({ change: "rename", marketplaceId, name });
    const add = { change: "add-card", marketplaceId, title: "Twice" };
    await expect(plan({ ...add, templateIds: [nobody] })).rejects.toMatchObject({ field: "templateIds" });
    await change({ ...add, templateIds: [template.id] });
    const { requestId } = await change({ ...add, title: "TWICE", templateIds: [template.id] });
    const second = await scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } });
    expect([second.status, second.trouble]).toEqual(["failed", "There is a card called TWICE already."]);
    expect((await whole()).cards).toHaveLength(1);
    const cards = plan({ change: "remove-card", marketplaceId, cardId: nobody });
    await expect(cards).rejects.toMatchObject({ code: "not-found", field: "card" });
  });

  test("is changed by those alone who may", async () => {
    const actor = await makeActor(scene.t, { permissions: { marketplaces: "edit" } });
    const asked = submitRequest(
      { ...ctx, actor },
      changeMarketplaceRequest,
      { change: "create", name: "Nope" },
      place(),
    );
    await expect(asked).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("on one line", () => {
  test.each([
    ["create Web shops", (id: number) => ({ change: "create", name: "Web shops", id })],
    ["rename # to All of it", (id: number) => ({ change: "rename", marketplaceId: id, name: "All of it" })],
    ["delete #", (id: number) => ({ change: "delete", marketplaceId: id })],
  ] as const)("“%s” is read", async (line, expected) => {
    const { id } = scene.marketplace;
    const [change, ...words] = splitWords(line.replace("#", `#${id}`));
    const read = await readMarketplaceChange(scene.t.app, change?.text as "create", words);
    const { id: _, ...want } = { id: 0, ...expected(id) };
    expect(read).toEqual(want);
  });

  test("cards are named by number or title, and templates by a part of their names", async () => {
    const template = await makeTemplate(scene.t.db);
    const { id } = scene.marketplace;
    const read = (change: "add-card" | "set-templates" | "remove-card", line: string) =>
      readMarketplaceChange(scene.t.app, change, splitWords(line));
    const added = await read("add-card", `"To the moon" to ${id} with ${template.name}`);
    expect(added).toMatchObject({ title: "To the moon", marketplaceId: id, templateIds: [template.id] });
    await change(added);
    const cardId = (await whole()).cards[0]?.id;
    for (const card of ["1", "to the MOON"]) {
      expect(await read("remove-card", `"${card}" from ${id}`)).toMatchObject({ cardId });
      const set = await read("set-templates", `${template.name} for "${card}" of ${id}`);
      expect(set).toMatchObject({ cardId, templateIds: [template.id] });
    }
    await expect(read("remove-card", `9 from ${id}`)).rejects.toMatchObject({ code: "not-found" });
    await expect(read("remove-card", "9")).rejects.toMatchObject({ code: "invalid" });
  });
});
