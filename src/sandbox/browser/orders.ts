import { z } from "zod";
import { inspect, traceInFull } from "./inspect.ts";
import type { StoryPlayer } from "./story-player.ts";
import type { Switchboard } from "./switchboard.ts";
import { suggest } from "./suggest.ts";
import type { Demo } from "../demo/console-commands.ts";
import type { Chosen } from "../slack/person/choose-value.ts";

/** What orders of the page are carried out on. */
export type Ordered = Pick<Demo, "slack" | "people" | "app" | "cloud"> & {
  story: StoryPlayer;
  switchboard: Switchboard;
};

interface Order {
  run(demo: Ordered, userId: string, body: unknown): Promise<unknown>;
}

const text = z.string().max(40_000);
const chosen: z.ZodType<Chosen> = z.union([
  z.null(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.object({ value: z.string() }),
  text,
]);
const values = z.record(z.string(), chosen);
const used = {
  blockId: z.string(),
  actionId: z.string(),
  selected: chosen.optional(),
  value: text.optional(),
};
const inView = { viewId: z.string(), values };
const place = { channelId: z.string(), ts: z.string() };

function order<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (demo: Ordered, userId: string, input: z.output<z.ZodObject<Shape>>) => unknown,
): Order {
  const schema = z.object(shape);
  return { run: async (demo, userId, body) => (await run(demo, userId, schema.parse(body))) ?? {} };
}

/** What a person can do on the page, by name: each does what `say`, `click` and `submitView` do for a story. */
export const orders: Record<string, Order | undefined> = {
  say: order(
    { channelId: z.string(), text, threadTs: z.string().optional() },
    ({ slack }, userId, { threadTs, ...input }) => {
      slack.say({ userId, ...input, ...(threadTs && { threadTs }) });
    },
  ),
  command: order({ channelId: z.string(), text }, async ({ slack }, userId, input) => {
    const { acknowledged, notice, error } = await slack.runCommand({ userId, ...input });
    return { notice: acknowledged ? undefined : (notice ?? error ?? "The command was not taken.") };
  }),
  press: order({ ...place, ...used }, async ({ slack }, userId, { selected, value, ...input }) =>
    noticeOf(
      await slack.click({
        userId,
        ...input,
        ...(selected !== undefined && { selected }),
        ...(value !== undefined && { value }),
      }),
    ),
  ),
  pressInView: order(
    { ...inView, ...used },
    async ({ slack }, userId, { viewId, values, selected, value, ...input }) => {
      slack.fillView({ userId, viewId, values });
      const click = { userId, viewId, ...input };
      return noticeOf(
        await slack.clickInView({
          ...click,
          ...(selected !== undefined && { selected }),
          ...(value !== undefined && { value }),
        }),
      );
    },
  ),
  fill: order(inView, ({ slack }, userId, input) => void slack.fillView({ userId, ...input })),
  submit: order(inView, async ({ slack }, userId, input) => {
    const { result, errors, notice, error } = await slack.submitView({ userId, ...input });
    return { result, errors, notice: notice && `${notice} (${error})` };
  }),
  close: order({ viewId: z.string(), all: z.boolean() }, async ({ slack }, userId, input) => {
    await slack.closeView({ userId, ...input });
  }),
  options: order(
    { query: z.string(), blockId: z.string(), actionId: z.string(), viewId: z.string().optional(), values }, //
    async ({ slack }, userId, { viewId = "", values, ...input }) => {
      slack.fillView({ userId, viewId, values });
      return { options: await slack.loadOptions({ userId, viewId, ...input }) };
    },
  ),
  optionsInMessage: order(
    { ...place, query: z.string(), blockId: z.string(), actionId: z.string() },
    async ({ slack }, userId, input) => ({ options: await slack.loadOptions({ userId, ...input }) }),
  ),
  home: order({}, async ({ slack }, userId) => {
    const { delivered, error } = await slack.openHome(userId);
    return { notice: delivered ? undefined : `Slack could not tell the app: ${error ?? "no answer"}` };
  }),
  shortcut: order(
    { callbackId: z.string(), message: z.object(place).optional() },
    async ({ slack }, userId, { callbackId, message }) =>
      noticeOf(await slack.runShortcut({ userId, callbackId, ...(message && { message }) })),
  ),
  upload: order({ name: z.string(), base64: z.string() }, ({ slack }, userId, { name, base64 }) => {
    const file = slack.upload({ userId, name, content: Buffer.from(base64, "base64") });
    return { id: file.id, name: file.name };
  }),
  direct: order({ with: z.string() }, ({ slack }, userId, input) => ({
    channelId: slack.openDirect(userId, input.with).id,
  })),
  beginStory: order({ chapter: z.int().min(0) }, ({ story }, _userId, { chapter }) => story.begin(chapter)),
  nextStep: order({ all: z.boolean() }, ({ story }, _userId, { all }) => story.next(all)),
  stopStory: order({}, ({ story }) => story.stop()),
  inspect: order({}, ({ slack, app, cloud }) => inspect(slack, app, cloud)),
  trace: order({ id: z.string() }, ({ slack }, _userId, { id }) => traceInFull(slack, id)),
  switches: order({}, ({ switchboard }) => switchboard.now()),
  pressSwitch: order({ name: z.string() }, async ({ switchboard }, _userId, { name }) => {
    await switchboard.press(name);
    return switchboard.now();
  }),
  suggest: order({ text }, async ({ app }, _userId, input) => ({
    suggestions: await suggest(app, input.text),
  })),
};

function noticeOf({ acknowledged, error }: { acknowledged: boolean; error?: string }): { notice?: string } {
  return acknowledged ? {} : { notice: `The app did not answer (${error ?? "no reason"}). Try again.` };
}
