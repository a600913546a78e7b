import type { Changed } from "./changes.ts";
import { slackId } from "./ids.ts";
import type { NewUser, SlackUser } from "./slack-user.ts";

export class UserDirectory {
  readonly #users = new Map<string, SlackUser>();
  readonly #changed: Changed;
  readonly #now: () => number;

  constructor(changed: Changed, now: () => number) {
    this.#changed = changed;
    this.#now = now;
  }

  add(input: NewUser & { teamId: string; botId?: string }): SlackUser {
    const id = input.id ?? slackId("U");
    if (this.#users.has(id)) throw new Error(`user ${id} exists already`);
    const user: SlackUser = {
      realName: input.name,
      emailConfirmed: true,
      isRestricted: false,
      isUltraRestricted: false,
      isBot: false,
      isStranger: false,
      deleted: false,
      tz: "Europe/London",
      ...input,
      id,
      updatedAt: this.#now(),
    };
    this.#users.set(id, user);
    this.#changed({ noun: "user", verb: "added", id });
    return user;
  }

  update(id: string, changes: Partial<Omit<SlackUser, "id">>): SlackUser {
    const user = this.#users.get(id);
    if (!user) throw new Error(`no user ${id}`);
    Object.assign(user, changes, { updatedAt: this.#now() });
    this.#changed({ noun: "user", verb: "changed", id });
    return user;
  }

  find(id: string): SlackUser | undefined {
    return this.#users.get(id);
  }

  all(): SlackUser[] {
    return [...this.#users.values()];
  }
}
