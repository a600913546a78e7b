import type { AllMiddlewareArgs, AnyMiddlewareArgs, App as Bolt, SlackViewMiddlewareArgs } from "@slack/bolt";
import { LRUCache } from "lru-cache";
import { type Sender, senderOf } from "../console-users/caller.ts";
import { messageView } from "./open-form.ts";

const tooFast =
  "You sent many commands at once, so this one was not run. Wait a few seconds, then send it again.";

export interface UserPace {
  /** So many at once after a rest, then one each `everyMs`. */
  burst: number;
  everyMs: number;
}

const usersAtMost = 10_000;

/** Counts what each Slack user sends to this bot. What is refused is not counted, so that a wait helps. */
export class UserPacing {
  readonly #pace: UserPace;
  readonly #now: () => number;
  /** When the user will have rested in full. */
  readonly #restedAt = new LRUCache<string, number>({ max: usersAtMost });
  readonly #told = new LRUCache<string, true>({ max: usersAtMost });

  constructor(pace: UserPace, now: () => number = () => performance.now()) {
    this.#pace = pace;
    this.#now = now;
  }

  /** `tell` the first that is too much after one that was not; the others of a flood are left without a word. */
  take({ chatUserId, workspaceId }: Sender): "go" | "tell" | "leave" {
    const { burst, everyMs } = this.#pace;
    const user = `${workspaceId} ${chatUserId}`;
    const now = this.#now();
    const restedAt = Math.max(now, this.#restedAt.get(user) ?? 0);
    if (restedAt - now <= (burst - 1) * everyMs) {
      this.#restedAt.set(user, restedAt + everyMs);
      this.#told.delete(user);
      return "go";
    }
    if (this.#told.has(user)) return "leave";
    this.#told.set(user, true);
    return "tell";
  }
}

/**
 * Keeps one person from holding up all others, before anything of a delivery costs a question to the database or to Slack.
 * What is typed into a list of suggestions is counted apart: it comes by itself, and nobody would know why a form is refused.
 */
export function paceUsers(bolt: Bolt, pace: UserPace): void {
  const sent = new UserPacing(pace);
  const suggested = new UserPacing(pace);
  bolt.use(async (args) => {
    const person = personBehind(args);
    // Slack itself tells that somebody has left, or has become a guest: that is never left out.
    if (!person) return args.next();
    const pacing = args.body.type === "block_suggestion" ? suggested : sent;
    const verdict = pacing.take(person);
    if (verdict === "go") return args.next();
    return refuse(args, verdict === "tell");
  });
}

type Args = AllMiddlewareArgs & AnyMiddlewareArgs;

/** Undefined where no person has sent it. */
function personBehind(args: Args): Sender | undefined {
  if (!("event" in args)) return senderOf(args.body);
  const { event } = args;
  const isStep = event.type === "function_executed";
  if (!isStep && !("user" in event && typeof event.user === "string")) return undefined;
  const user = isStep ? runnerOf(event) : event.user;
  return senderOf({ ...args.body, user_id: user });
}

/** A step of a workflow is counted for whoever runs it. */
function runnerOf(event: object): string {
  const { requester } = ("inputs" in event ? event.inputs : {}) as { requester?: { id?: string } };
  return requester?.id ?? "";
}

async function refuse(args: Args, tell: boolean): Promise<void> {
  if ("command" in args) return args.ack({ response_type: "ephemeral", text: tooFast });
  if ("options" in args) return args.ack({ options: [] });
  if ("fail" in args && args.fail) return void (await args.fail({ error: tooFast }));
  if ("shortcut" in args) return args.ack();
  if (isSubmission(args)) return args.ack(unsent(args));
  if (!("action" in args)) return;
  await args.ack();
  if (!tell) return;
  if (args.body.type === "block_actions" && args.body.view?.type === "modal") {
    const view = messageView("One moment", tooFast);
    await args.client.views.push({ trigger_id: args.body.trigger_id, view });
  } else await args.respond?.({ response_type: "ephemeral", replace_original: false, text: tooFast });
}

function isSubmission(args: Args): args is AllMiddlewareArgs & SlackViewMiddlewareArgs {
  return "view" in args && args.body.type === "view_submission";
}

/** The form stays as it was filled in. */
function unsent({ view }: SlackViewMiddlewareArgs) {
  const field = view.blocks.find(({ type }) => type === "input")?.block_id;
  if (field) return { response_action: "errors", errors: { [field]: tooFast } } as const;
  return { response_action: "push", view: messageView("One moment", tooFast) } as const;
}
