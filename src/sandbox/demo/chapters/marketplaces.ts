import { createBrowser } from "../browser.ts";
import { type Chapter, expect, type Stage } from "../stage.ts";
import { isSignedBy, receiveNotifications } from "../notification-receiver.ts";
import type { Demo } from "../console-commands.ts";

/** Typed into the page of this chapter, and nowhere else: a test looks for it everywhere. */
export const chapterSecret = "sk_live_typed_into_the_page_alone";

export const marketplaces: Chapter = {
  title: "A Marketplace: deployed from Slack, installed by its User, told to the Partner",
  async play(stage, demo) {
    await lookAround(stage);
    const receiver = await receiveNotifications();
    try {
      const secret = await setNotifications(stage, demo, receiver.url);
      await deploy(stage, demo);
      await install(stage, demo);
      await told(stage, demo, receiver.received, secret);
    } finally {
      receiver.close();
    }
  },
};

async function lookAround(stage: Stage): Promise<void> {
  await stage.types("vera", "/cyclr marketplaces");
  await stage.isTold("vera", /1 Retail integrations .* 2 cards/);
  await stage.types("vera", "/cyclr marketplaces 1");
  await stage.isTold("vera", /Accounting, done[\s\S]*Orders to invoices \(.*Shopline/);
  await stage.types("vera", "/cyclr marketplace 1 in harbour");
  await stage.isTold("vera", /“marketplaces: edit”, which you do not have/);
  await stage.types("olivia", '/cyclr marketplaces add-card "Everything" to 2 with Stock every night');
  await stage.sees({}, /Card added[\s\S]*Warehouse[\s\S]*Everything/);
}

async function setNotifications(stage: Stage, demo: Demo, url: string): Promise<string> {
  await stage.types("olivia", `/cyclr settings notification-url ${url}`);
  await stage.sees({}, /Settings changed[\s\S]*Notification URL/);
  await stage.types("olivia", "/cyclr settings");
  await stage.isTold("olivia", /Notification secret: none yet/);
  await stage.presses("olivia", "Make a notification secret");
  await stage.isTold("olivia", /Only you see it, once/);
  await stage.presses("olivia", "Make it");
  await stage.isTold("olivia", /The notification secret: /);
  return lastTold(demo, "olivia", /whsec_[\w-]+/);
}

async function deploy(stage: Stage, demo: Demo): Promise<void> {
  await stage.types("ed", "/cyclr marketplace 1 in harbour as hanna with Shopline parameter order-7");
  await stage.isTold("ed", /Enter the values on this page.* never in Slack/);
  await stage.sees({}, /Marketplace deployment waits for values[\s\S]*Shopline/);
  const link = lastTold(demo, "ed", /http[^|>]+\/values\/[\w-]+/);
  const browser = createBrowser();
  const empty = await browser.open(link);
  expect(/API key[\s\S]*Shop address/.test(empty.text), `The page asks for nothing:\n${empty.text}`);
  stage.note("ed opens the page, forgets the address, and is told so at the field");
  const wrong = await browser.send("Save the values", { "connector-0-auth": chapterSecret });
  expect(wrong.status === 422, `The page took half of the values:\n${wrong.text}`);
  const sealed = await browser.send("Save the values", {
    "connector-0-auth": chapterSecret,
    "connector-0-property-0": "https://shop.harbour.example",
  });
  expect(sealed.text.includes("The values are saved"), `The values were not taken:\n${sealed.text}`);
}

async function install(stage: Stage, demo: Demo): Promise<void> {
  const done = /Marketplace deployed[\s\S]*Created[\s\S]*Shopline[\s\S]*Offers[\s\S]*Newsletter/;
  const card = await stage.sees({}, done);
  await stage.clicks("olivia", card, "Show sign-in link");
  await stage.isTold("olivia", /only for the requester/);
  await stage.clicks("ed", card, "Show sign-in link");
  await stage.isTold("ed", /Signs its bearer in as hanna on Harbour Foods/);
  const link = lastTold(demo, "ed", /http[^>|]+\/account\/signinwithtoken[^>|]+/).replaceAll("&amp;", "&");
  const hanna = createBrowser();
  const door = await hanna.open(link);
  expect(door.text.includes("The link works once"), `The link does not work:\n${door.text}`);
  const inside = await hanna.send("Continue");
  expect(inside.text.includes("Retail integrations"), `This is no Marketplace:\n${inside.text}`);
  stage.note("hanna opens the link, installs a card, starts a cycle and stops it");
  await hanna.send("Install");
  await hanna.send("Start");
  const end = await hanna.send("Stop");
  expect(end.text.includes("The cycle is stopped"), `It was not stopped:\n${end.text}`);
  const again = await createBrowser().open(link);
  expect(again.status === 410, "The link worked twice");
}

async function told(
  stage: Stage,
  demo: Demo,
  received: { body: string; signature: string }[],
  secret: string,
): Promise<void> {
  await demo.slack.waitFor(() => received.length >= 4, {
    timeoutMs: 60_000,
    what: "four notifications",
  });
  const bodies = received.map(({ body }) => JSON.parse(body) as Record<string, string>);
  for (const { Status, Username, AccountApiId, CompleteParameter } of bodies)
    stage.note(`[notification] ${Status}: ${Username} on ${AccountApiId}, ${CompleteParameter}`);
  expect(
    bodies.every((body) => body["Username"] === "hanna" && body["CompleteParameter"] === "order-7"),
    "A notification names somebody else",
  );
  expect(
    received.every((one) => isSignedBy(secret, one)),
    "A notification is not signed with the secret",
  );
  await stage.types("vera", "/cyclr activity harbour");
  await stage.isTold("vera", /hanna · stopped[\s\S]*hanna · started[\s\S]*hanna · installed/);
}

/** Out of what somebody was told alone: the demo prints neither links nor secrets. */
export function lastTold({ slack, people }: Demo, who: string, pattern: RegExp): string {
  const { text = "", blocks } = slack.ephemerals(people[who] ?? "").at(-1) ?? {};
  const found = pattern.exec(`${text} ${JSON.stringify(blocks ?? [])}`)?.[0];
  if (!found) throw new Error(`${who} was told nothing like ${pattern}: ${text}`);
  return found;
}
