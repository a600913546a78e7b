import type { Changed } from "../model/message-log.ts";
import type { Courier, Parcel, Receipt } from "./http-courier.ts";

/** One thing that Slack told the app, and what became of it; without a receipt it is on its way. */
export interface Delivery {
  id: number;
  /** When it was sent, in milliseconds. */
  at: number;
  parcel: Parcel;
  receipt?: Receipt;
}

const most = 300;

/** Keeps what was delivered last, for whoever wants to look at it. */
export class DeliveryLog implements Courier {
  readonly deliveries: Delivery[] = [];
  readonly #courier: Courier;
  readonly #changed: Changed;
  readonly #now: () => number;
  #serial = 0;

  constructor(courier: Courier, changed: Changed, now: () => number) {
    this.#courier = courier;
    this.#changed = changed;
    this.#now = now;
  }

  async deliver(parcel: Parcel): Promise<Receipt> {
    const delivery: Delivery = { id: (this.#serial += 1), at: this.#now(), parcel };
    this.deliveries.push(delivery);
    if (this.deliveries.length > most) this.deliveries.shift();
    this.#changed({ noun: "delivery", verb: "added", id: String(delivery.id) });
    const receipt = await this.#courier.deliver(parcel);
    delivery.receipt = receipt;
    this.#changed({ noun: "delivery", verb: "changed", id: String(delivery.id) });
    return receipt;
  }
}
