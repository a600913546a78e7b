import { type Browser, chromium, type Page } from "playwright-core";
import { startWorkspacePage } from "../../src/sandbox/browser/start-workspace-page.ts";
import { type Demo, startDemo } from "../../src/sandbox/demo/console-commands.ts";
import type { Part } from "../chaos/run-parts.ts";
import { findBrowser } from "../support/requirements.ts";

const messages = 1_000;
const longMs = 50;
const rounds = 5;

/** What Chromium's trace says of one stretch of a page's life. */
interface Stretch {
  tasks: Task[];
}

interface Task {
  /** By the clock, and by the processor: beside others on the same machine the first is longer. */
  ms: number;
  cpuMs: number;
}

/** The demo's page with a thousand messages in its channel: when it paints first, and how long its tasks are while one scrolls. */
export const benchPage: Part = async (print) => {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error("there is no browser to measure with");
  const demo = await startDemo({ mode: "http" }, { LOG_LEVEL: "silent" });
  const browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu"],
  });
  const workspace = await startWorkspacePage(demo);
  try {
    await fill(demo);
    const lines: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      lines.push(await once(browser, workspace.url, demo));
      print(lines.at(-1) ?? "");
    }
    return `${messages} messages in the channel, one in three a card with buttons. Up to the first of them by the wheel and down again, a message that comes meanwhile, and one that changes. A task's time by the clock; in brackets by the processor.

| first paint | all drawn | longest task while scrolling | over ${longMs} ms | longest when a message comes or changes | longest at the start |
| --- | --- | --- | --- | --- | --- |
${lines.join("\n")}`;
  } finally {
    await browser.close();
    await workspace.stop();
    await demo.stop();
  }
};

/** What the program has drawn once, again and again, and lines of people between. */
async function fill({ slack, people, channelId }: Demo): Promise<void> {
  const ed = people["ed"] ?? "";
  await slack.runCommand({ userId: ed, channelId, text: "invite kim@initech.example to initech" });
  await slack.runCommand({ userId: ed, channelId, text: "invite boss@acme.example to acme as admin" });
  await slack.waitFor(() => slack.messages(channelId).length >= 3, {
    what: "two cards and a thread",
    timeoutMs: 60_000,
  });
  const drawn = slack.messages(channelId);
  const { messages: log } = slack.workspace;
  for (let at = drawn.length; at < messages; at += 1) {
    const { user, text, blocks } = drawn[Math.floor(at / 3) % drawn.length] ?? {};
    const said = {
      user: ed,
      text: `Line ${at}: *somebody* asks <#${channelId}> about \`/cyclr invite\`, and waits for an answer.`,
    };
    const card = { user: user ?? "", text: text ?? "", ...(blocks && { blocks }) };
    log.post({ channel: channelId, ...(at % 3 === 1 ? card : said) });
  }
}

async function once(browser: Browser, url: string, demo: Demo): Promise<string> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await browser.startTracing(page, { categories });
  const began = performance.now();
  await page.goto(url);
  await page.getByText(`Line ${messages - 1}:`).waitFor();
  const drawnMs = performance.now() - began;
  const atStart = stretchOf(await browser.stopTracing());
  const paintMs = await page.evaluate<number>(
    `performance.getEntriesByName("first-contentful-paint")[0].startTime`,
  );
  const scrolling = await traced(browser, page, () => scroll(page));
  const news = await traced(browser, page, () => tellNews(page, demo));
  await context.close();
  const long = scrolling.tasks.filter(({ ms }) => ms > longMs).length;
  return `| ${[
    `${Math.round(paintMs)} ms`,
    `${Math.round(drawnMs)} ms`,
    longest(scrolling),
    `${long} of ${scrolling.tasks.length}`,
    longest(news),
    longest(atStart),
  ].join(" | ")} |`;
}

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(640, 400);
  const top = `document.querySelector("[role=log]").scrollTop`;
  const rest = `(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector("[role=log]"))`;
  for (const [step, left] of [
    [-900, top],
    [900, rest],
  ] as const)
    while ((await page.evaluate<number>(left)) > 1) await page.mouse.wheel(0, step);
}

async function tellNews(page: Page, { slack, people, channelId }: Demo): Promise<void> {
  const said = slack.say({ userId: people["vera"] ?? "", channelId, text: `New at ${Date.now()}` });
  await page.getByText(said.text).waitFor();
  slack.workspace.messages.change(said, { text: `Changed at ${Date.now()}` });
  await page.getByText("Changed at").last().waitFor();
}

const categories = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];

async function traced(browser: Browser, page: Page, act: () => Promise<void>): Promise<Stretch> {
  await browser.startTracing(page, { categories });
  await act();
  return stretchOf(await browser.stopTracing());
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** The tasks of the pages' main threads. */
function stretchOf(trace: Buffer): Stretch {
  const { traceEvents: events } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const place = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const mains = new Set(
    events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(place),
  );
  const tasks = events
    .filter((one) => one.ph === "X" && one.name.endsWith("RunTask") && mains.has(place(one)))
    .map(({ dur = 0, tdur = 0 }) => ({ ms: dur / 1_000, cpuMs: tdur / 1_000 }));
  return { tasks };
}

function longest({ tasks }: Stretch): string {
  const [first] = tasks.toSorted((one, other) => other.ms - one.ms);
  return first ? `${Math.round(first.ms)} ms (${Math.round(first.cpuMs)})` : "none";
}
