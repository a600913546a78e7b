import type { Changed } from "./changes.ts";
import { slackId } from "./ids.ts";
import type { SlackFile } from "./slack-file.ts";

export class FileShelf {
  readonly #files = new Map<string, SlackFile>();
  readonly #changed: Changed;

  constructor(changed: Changed) {
    this.#changed = changed;
  }

  reserve(name: string, length: number): SlackFile {
    const file: SlackFile = { id: slackId("F"), name, title: name, length };
    this.#files.set(file.id, file);
    return file;
  }

  upload(userId: string, name: string, content: Buffer): SlackFile {
    const file = this.reserve(name, content.length);
    this.change(file, { userId, content });
    return file;
  }

  change(file: SlackFile, changes: Partial<SlackFile>): void {
    Object.assign(file, changes);
    this.#changed({ noun: "file", verb: "changed", id: file.id });
  }

  find(id: string): SlackFile | undefined {
    return this.#files.get(id);
  }

  all(): SlackFile[] {
    return [...this.#files.values()];
  }
}
