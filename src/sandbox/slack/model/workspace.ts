import { EventEmitter } from "node:events";
import { ChannelDirectory } from "./channel-directory.ts";
import type { Change } from "./changes.ts";
import { FileShelf } from "./file-shelf.ts";
import { MessageLog } from "./message-log.ts";
import { timestamps } from "./timestamps.ts";
import { UserDirectory } from "./user-directory.ts";
import { ViewStacks } from "./view-stacks.ts";

/** Everything a Slack workspace remembers, without HTTP; `events` emits `change` with a {@link Change}. */
export class Workspace {
  readonly events = new EventEmitter<{ change: [Change] }>();
  readonly users: UserDirectory;
  readonly channels: ChannelDirectory;
  readonly messages: MessageLog;
  readonly views: ViewStacks;
  readonly files: FileShelf;

  constructor(botUserId: string, now: () => number) {
    this.events.setMaxListeners(0);
    this.users = new UserDirectory(this.changed, now);
    this.channels = new ChannelDirectory(this.changed, now, botUserId);
    this.messages = new MessageLog(this.changed, timestamps(now));
    this.views = new ViewStacks(this.changed);
    this.files = new FileShelf(this.changed);
  }

  readonly changed = (change: Change): void => {
    this.events.emit("change", change);
  };
}
