import { expect, test } from "vitest";
import { staffedAccount } from "./account-scene.ts";
import { asSteps, readStepDrafts, stepDrafts } from "../../src/web/cycles/step-drafts.ts";
import { leadsTo, textOf, tokenOfForm, valueOf, visitor } from "./visitor.ts";
import { webScene } from "./web-scene.ts";

const scene = webScene();
const cycleOf = (accountId: string) => scene.t.db.cycle.findFirstOrThrow({ where: { accountId } });

test("with Access: builds a cycle, adjusts it, stores it, starts it and stops it", async () => {
  const { account, bob, plain, path } = await staffedAccount(scene);
  const typed = {
    name: "Orders to <invoices>",
    description: "Line one\r\nline two",
    "step-0-name": "Read orders",
    "step-0-connector": "Shopify",
    "step-0-values": "Since = yesterday\r\nNote = a\r\n b",
    "step-1-name": "",
    "step-2-name": "Write invoices",
  };
  const built = await plain.send(`${path}/cycles/new`, typed);
  const cycle = await cycleOf(account.id);
  const here = `${path}/cycles/${cycle.id}`;
  expect(leadsTo(built)).toBe(`${here}?said=stored`);
  expect(cycle).toMatchObject({ name: typed.name, description: "Line one\nline two", status: "Paused" });
  expect(cycle.steps).toEqual([
    {
      name: "Read orders",
      connector: "Shopify",
      method: "",
      values: [
        { name: "Since", value: "yesterday" },
        { name: "Note", value: "a\nb" },
      ],
    },
    { name: "Write invoices", connector: "", method: "", values: [] },
  ]);
  const html = await plain.open(here);
  expect(valueOf(html, "step-1-name")).toBe("Write invoices");
  const adjusted = { name: "Orders", description: "", version: "1", "step-0-name": "Read all" };
  expect((await plain.send(here, adjusted)).status).toBe(303);
  expect(await cycleOf(account.id)).toMatchObject({ name: "Orders", version: 2 });
  const late = await plain.send(here, { ...adjusted, name: "Late" });
  expect([late.status, valueOf(await late.text(), "name")]).toEqual([409, "Late"]);
  for (const [what, status] of [
    ["start", "Active"],
    ["stop", "Paused"],
  ]) {
    const switched = await plain.send(path, { do: what ?? "", cycle: cycle.id });
    expect(leadsTo(switched)).toBe(`${path}?said=${what}`);
    expect((await cycleOf(account.id)).status).toBe(status);
    expect(leadsTo(await plain.send(here, { do: what ?? "", cycle: cycle.id }))).toBe(`${here}?said=${what}`);
  }
  const events = await scene.t.db.cycleEvent.findMany({
    where: { accountId: account.id },
    orderBy: { id: "asc" },
  });
  expect(events.map(({ status, userId }) => [status, userId])).toEqual([
    ["started", bob.id],
    ["stopped", bob.id],
  ]);
});

test("adjusts none that runs, and says so", async () => {
  const { account, plain, path } = await staffedAccount(scene);
  await plain.send(`${path}/cycles/new`, { name: "Runs" });
  const { id } = await cycleOf(account.id);
  const here = `${path}/cycles/${id}`;
  await plain.send(here, { do: "start", cycle: id });
  expect(textOf(await plain.open(here))).toContain("It is running. Stop it to adjust it.");
  expect((await plain.send(here, { name: "Changed", version: "1" })).status).toBe(409);
  expect((await cycleOf(account.id)).name).toBe("Runs");
});

test("brings back what was typed, with what is wrong where people find it", async () => {
  const { plain, path } = await staffedAccount(scene);
  const response = await plain.send(`${path}/cycles/new`, {
    name: "",
    "step-0-name": "Kept",
    "step-1-name": "",
    "step-1-connector": "Slack",
  });
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(textOf(html)).toContain("Name: Enter a name.");
  expect(valueOf(html, "step-0-name")).toBe("Kept");
  expect(valueOf(html, "step-1-connector")).toBe("Slack");
  const step = await plain.send(`${path}/cycles/new`, { name: "Named", "step-0-connector": "Slack" });
  expect(textOf(await step.text())).toContain("Step 1, what it does: Enter a name.");
  const stale = await plain.send(`${path}/cycles/new`, { name: "Old", "step-0-name": "One", formToken: "x" });
  expect([stale.status, valueOf(await stale.text(), "step-0-name")]).toEqual([403, "One"]);
});

test("reaches no cycle of another Account, by page or by form", async () => {
  const [own, other] = [await staffedAccount(scene), await staffedAccount(scene)];
  await other.plain.send(`${other.path}/cycles/new`, { name: "Theirs" });
  const { id } = await cycleOf(other.account.id);
  const here = `${own.path}/cycles/${id}`;
  expect((await own.admin.request(here)).status).toBe(404);
  const formToken = tokenOfForm(await own.admin.open(own.path));
  const tries: Record<string, string>[] = [
    { do: "start", cycle: id },
    { name: "Mine", version: "1" },
  ];
  for (const fields of tries) expect((await own.admin.send(here, { ...fields, formToken })).status).toBe(404);
  expect((await own.admin.send(own.path, { do: "start", cycle: id, formToken })).status).toBe(404);
  expect(await cycleOf(other.account.id)).toMatchObject({ name: "Theirs", status: "Paused" });
});

test("says kindly what a marketplace needs that no Account is chosen for, or that there is none of", async () => {
  const { plain, account } = await staffedAccount(scene);
  for (const path of [
    "/launch/marketplace/1",
    `/launch/marketplace/999999?account=${account.id}`,
    `/launch/marketplace/x?account=${account.id}`,
    `/launch/marketplace/99999999999999?account=${account.id}`,
  ])
    expect((await plain.request(path)).status).toBe(404);
  expect((await visitor(scene.web).request("/launch/marketplace/1")).headers.get("location")).toBe(
    "/sign-in?returnUrl=%2Flaunch%2Fmarketplace%2F1",
  );
});

test("stores a step's values to the letter where nobody touched them", () => {
  const stored = [
    { name: "a", connector: "", method: "", values: [{ name: "x = y", value: " z\r\n\r\n = q " }] },
    { name: "b", connector: "c", method: "m", values: [] },
  ];
  const form = new URLSearchParams(
    stepDrafts(stored).flatMap((step, index) =>
      Object.entries(step).map(([part, value]): [string, string] => [
        `step-${index}-${part}`,
        // As a browser sends it.
        value.replace(/\n/g, "\r\n"),
      ]),
    ),
  );
  expect(asSteps(readStepDrafts(form), stored)).toEqual(stored);
});

/** What stands in the editor, by the names of its steps. */
const stepsIn = (html: string) =>
  Array.from(html.matchAll(/name="step-\d+-name"[^>]*value="([^"]*)"/g), ([, name]) => name);

test("adds, moves and removes steps without storing any, and keeps what was typed", async () => {
  const { account, plain, path } = await staffedAccount(scene);
  const here = `${path}/cycles/new`;
  const typed = { name: "Typed", "step-0-name": "One", "step-1-name": "Two", "step-1-values": "a = b" };
  const press = async (arrange: string, fields: Record<string, string> = {}) => {
    const answer = await plain.send(here, { ...typed, arrange, ...fields });
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(valueOf(html, "name")).toBe("Typed");
    return html;
  };
  const up = await press("up-1");
  expect(stepsIn(up)).toEqual(["Two", "One"]);
  expect(up).toMatch(/>a = b<\/textarea>/);
  expect(up).toMatch(/value="up-0"[^>]*autofocus/);
  expect(up.match(/autofocus/g)).toHaveLength(1);
  expect(textOf(up)).toContain("“Two” is now step 1. Save to keep that.");
  expect(stepsIn(await press("down-0"))).toEqual(["Two", "One"]);
  expect(stepsIn(await press("up-0"))).toEqual(["One", "Two"]);
  expect(stepsIn(await press("down-1"))).toEqual(["One", "Two"]);
  expect(stepsIn(await press("remove-0"))).toEqual(["Two"]);
  expect(stepsIn(await press("remove-7"))).toEqual(["One", "Two"]);
  const added = await press("add", { pick: "Shopline\tGET orders\tRead <orders>" });
  expect(stepsIn(added)).toEqual(["One", "Two", "Read &lt;orders&gt;"]);
  expect(valueOf(added, "step-2-connector")).toBe("Shopline");
  expect(valueOf(added, "step-2-method")).toBe("GET orders");
  const own = await press("add", { pick: "" });
  expect(stepsIn(own)).toEqual(["One", "Two", ""]);
  expect(own).toMatch(/<input id="step-2-name"[^>]*autofocus/);
  expect(await scene.t.db.cycle.count({ where: { accountId: account.id } })).toBe(0);
});

test("offers what the library's templates do, under each connector, and Start above all steps", async () => {
  const { db } = scene.t;
  await db.connector.createMany({
    data: ["1.0", "2.0"].map((version) => ({
      name: "Depot",
      nameKey: "depot",
      version,
      title: "Depot <Warehouse>",
    })),
  });
  const steps = [
    { name: "Read the stock", connector: "DEPOT", method: "GET stock" },
    { name: "read the stock", connector: "Depot", method: "GET stock" },
    { name: "Somewhere else", connector: "Unknown", method: "" },
  ];
  await db.template.create({ data: { name: "Stock", nameKey: "stock", steps } });
  const { plain, path } = await staffedAccount(scene);
  const html = await plain.open(`${path}/cycles/new`);
  expect(html.match(/<optgroup label="Depot &lt;Warehouse&gt;">/g)).toHaveLength(1);
  expect(html.match(/<option value="DEPOT\tGET stock\tRead the stock">/g)).toHaveLength(1);
  expect(html).not.toContain("Somewhere else");
  expect(html.indexOf(">Start<")).toBeGreaterThan(-1);
  const withOne = await (await plain.send(`${path}/cycles/new`, { name: "x", arrange: "add" })).text();
  expect(withOne.indexOf(">Start<")).toBeLessThan(withOne.indexOf("step-0-name"));
});

test("a change of somebody else since then still stands against a cycle that was rearranged", async () => {
  const { account, plain, admin, path } = await staffedAccount(scene);
  await plain.send(`${path}/cycles/new`, { name: "Shared", "step-0-name": "One" });
  const here = `${path}/cycles/${(await cycleOf(account.id)).id}`;
  await admin.send(here, { name: "Theirs", version: "1", "step-0-name": "One" });
  const fields = { name: "Mine", version: "1", "step-0-name": "One" };
  const arranged = await (await plain.send(here, { ...fields, arrange: "add" })).text();
  expect(arranged).toContain('name="version" value="1"');
  expect((await plain.send(here, fields)).status).toBe(409);
  expect((await cycleOf(account.id)).name).toBe("Theirs");
});
