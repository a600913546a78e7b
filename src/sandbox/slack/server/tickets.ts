import { randomHex } from "../model/triggers.ts";

export class Tickets {
  readonly #open = new Set<string>();

  issue(): string {
    const ticket = randomHex(18);
    this.#open.add(ticket);
    return ticket;
  }

  redeem(ticket: string): boolean {
    return this.#open.delete(ticket);
  }
}
