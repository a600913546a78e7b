import type { Changed } from "./changes.ts";
import type { JsonObject } from "./json-object.ts";
import type { Option, View } from "./view.ts";

export class ViewStacks {
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();
  readonly #offered = new Map<string, Option[]>();
  readonly #changed: Changed;

  constructor(changed: Changed) {
    this.#changed = changed;
  }

  stack(userId: string): View[] {
    return this.#stacks.get(userId) ?? [];
  }

  home(userId: string): View | undefined {
    return this.#homes.get(userId);
  }

  set(userId: string, stack: View[]): void {
    this.#stacks.set(userId, stack);
    this.#changed({ noun: "view", verb: "changed", id: stack.at(-1)?.id ?? userId, userId });
  }

  push(userId: string, view: View): void {
    this.set(userId, [...this.stack(userId), view]);
  }

  remove(userId: string, viewId: string): void {
    this.set(
      userId,
      this.stack(userId).filter((view) => view.id !== viewId),
    );
  }

  publish(userId: string, view: View): void {
    this.#homes.set(userId, view);
    this.#changed({ noun: "view", verb: "changed", id: view.id, userId });
  }

  replace(current: View, next: View): void {
    Object.assign(current, next);
    this.#tell(current);
  }

  keep(view: View, blockId: string, actionId: string, value: JsonObject): void {
    const { values } = view.state;
    values[blockId] = { ...values[blockId], [actionId]: value };
    this.#tell(view);
  }

  ownerOf(viewId: string): string | undefined {
    for (const [userId, stack] of this.#stacks) if (stack.some((view) => view.id === viewId)) return userId;
    for (const [userId, home] of this.#homes) if (home.id === viewId) return userId;
    return undefined;
  }

  find(viewId: string): View | undefined {
    return this.#all().find((view) => view.id === viewId);
  }

  findExternal(externalId: string): View | undefined {
    return this.#all().find((view) => view.external_id === externalId);
  }

  /** `seenIn` is the view, or the message, that holds the select. */
  offer(seenIn: string, blockId: string, actionId: string, options: Option[]): void {
    this.#offered.set(`${seenIn}/${blockId}/${actionId}`, options);
  }

  offered(seenIn: string, blockId: string, actionId: string): Option[] {
    return this.#offered.get(`${seenIn}/${blockId}/${actionId}`) ?? [];
  }

  #tell(view: View): void {
    const userId = this.ownerOf(view.id);
    this.#changed({ noun: "view", verb: "changed", id: view.id, ...(userId && { userId }) });
  }

  #all(): View[] {
    return [...this.#stacks.values()].flat().concat(...this.#homes.values());
  }
}
