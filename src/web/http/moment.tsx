import { moment } from "../../core/kernel/text/moment-words.ts";

/** A moment, which `sendPage` writes in the zone of the page. */
export function Moment({ at }: { at: Date }) {
  return <time datetime={at.toISOString()}>{moment(at)}</time>;
}
