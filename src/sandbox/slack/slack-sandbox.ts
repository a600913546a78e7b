import type { Delivery } from "./delivery/delivery-log.ts";
import type { SignedDelivery, Posted } from "./delivery/http-courier.ts";
import type { Team } from "./model/identity.ts";
import type { JsonObject, EphemeralMessage, Message, Option, View } from "./model/message-log.ts";
import type { ChannelChanges, NewChannel, SlackChannel } from "./model/slack-channel.ts";
import type { SlackFile } from "./model/slack-file.ts";
import type { NewUser, SlackUser } from "./model/slack-user.ts";
import type { StepState } from "./model/step-state.ts";
import type { Workspace } from "./model/workspace.ts";
import type {
  ClickInput,
  InteractionOutcome,
  ViewClickInput,
  CloseInput,
  FillInput,
} from "./person/click.ts";
import type { OptionsInput } from "./person/load-options.ts";
import type { CommandInput, CommandOutcome } from "./person/run-command.ts";
import type { EventOutcome } from "./person/send-event.ts";
import type { ShortcutInput, StepInput, StepOutcome } from "./person/use-places.ts";
import type { Submission } from "./person/submit-view.ts";
import type { ApiCall } from "./server/call-log.ts";
import type { Fault } from "./server/faults.ts";
import type { Pacing } from "./slack-context.ts";

interface WaitOptions {
  timeoutMs?: number;
  what?: string;
}

// For probes that look elsewhere too: at a mailbox, or at a file.
const askEveryMs = 100;

/** Resolves with the probe's first truthy answer, asked now, after every change of the workspace, and now and then. */
export function waitFor<T>(
  workspace: Workspace,
  closing: AbortSignal,
  probe: () => T | undefined | false,
  { timeoutMs = 20_000, what = "what the test waits for" }: WaitOptions = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      clearInterval(asking);
      workspace.events.off("change", ask);
      closing.removeEventListener("abort", stop);
      finish();
    };
    const fail = (error: Error) => settle(() => reject(error));
    const stop = () => fail(new Error(`the sandbox closed before ${what}`));
    const ask = () => {
      try {
        const found = probe();
        if (found) settle(() => resolve(found));
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const timer = setTimeout(() => fail(new Error(`waited ${timeoutMs} ms in vain for ${what}`)), timeoutMs);
    const asking = setInterval(ask, askEveryMs);
    workspace.events.on("change", ask);
    closing.addEventListener("abort", stop);
    ask();
  });
}

export interface SlackOptions {
  port?: number;
  team?: Team;
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  /** Granted bot scopes; all that the methods here need unless told. */
  scopes?: string[];
  delivery: { mode: "http"; url?: string } | { mode: "socket" };
  now?: () => number;
}

/** A Slack workspace with one app installed in it, and hands for the people who use it. */
export interface SlackSandbox extends SlackInstallation, SlackPeople, SlackScreens {
  workspace: Workspace;
  calls: ApiCall[];
  /** What was delivered last, 300 at most. */
  deliveries: Delivery[];
  faults: { inject(fault: Fault): void; clear(): void };
  limits: Pacing;
  waitFor<T>(probe: () => T | undefined | false, options?: WaitOptions): Promise<T>;
  close(): Promise<void>;
}

export interface SlackInstallation {
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  team: Team;
  botUserId: string;
  botId: string;
  appId: string;
  /** What the bot token may do now. */
  scopes: Set<string>;
  deliverTo(url: string): void;
  readonly lastDelivery: SignedDelivery | undefined;
  sign(body: string, atSeconds?: number): Record<string, string>;
  deliverRaw(body: string, headers: Record<string, string>): Promise<Posted>;
  /** Asks every connection to come back, as Slack does once in a while. */
  refreshSockets(): void;
  dropSockets(): void;
  readonly connections: number;
}

export interface SlackPeople {
  addUser(input: NewUser): SlackUser;
  updateUser(id: string, changes: Partial<Omit<SlackUser, "id">>): SlackUser;
  /** The same, told to the app: somebody is deactivated, becomes a guest, or gets another name. */
  changeUser(id: string, changes: Partial<Omit<SlackUser, "id">>): Promise<EventOutcome>;
  addChannel(input: NewChannel): SlackChannel;
  updateChannel(id: string, changes: ChannelChanges): SlackChannel;
  /** The direct messages of these people, or of one person and the bot. */
  openDirect(...userIds: string[]): SlackChannel;
  /** Chooses a file on their machine, as for a file input. */
  upload(input: { userId: string; name: string; content: Buffer | string }): SlackFile;
  /** An admin of the workspace deletes a message, whoever wrote it. */
  deleteMessage(channelId: string, ts: string): void;
  say(input: { userId: string; channelId: string; text: string; threadTs?: string }): Message;
  runCommand(input: CommandInput): Promise<CommandOutcome>;
  click(input: ClickInput): Promise<InteractionOutcome>;
  clickInView(input: ViewClickInput): Promise<InteractionOutcome>;
  fillView(input: FillInput): View;
  submitView(input: FillInput): Promise<Submission>;
  closeView(input: CloseInput): Promise<{ notified: string[] }>;
  loadOptions(input: OptionsInput): Promise<Option[]>;
  /** Chooses a shortcut: global, or of a message. */
  runShortcut(input: ShortcutInput): Promise<InteractionOutcome>;
  /** Has Workflow Builder run a step of the app's; `step` tells how it ended. */
  runStep(input: StepInput): Promise<StepOutcome>;
  openHome(userId: string): Promise<EventOutcome>;
  sendEvent(event: JsonObject): Promise<EventOutcome>;
}

export interface SlackScreens {
  /** The stack of modals, its top last. */
  views(userId: string): View[];
  home(userId: string): View | undefined;
  ephemerals(userId: string): EphemeralMessage[];
  messages(channelId: string): Message[];
  thread(channelId: string, ts: string): Message[];
  directMessages(userId: string): Message[];
  files(): SlackFile[];
  step(executionId: string): StepState | undefined;
}
