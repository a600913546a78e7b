/**
 * A message as the domain sees it. Text is plain: what people typed needs no care here, since the
 * adapter escapes all of it.
 */
export interface Card {
  state: "waiting" | "working" | "done" | "failed";
  title: string;
  fields: [label: string, value: Words][];
  /** What happened and what to do next. */
  note: Words;
  footer: Words;
  buttons?: CardButton[];
}

/** `action` names what it does; `value` is the id of what it does it to, and nothing else. */
export interface CardButton {
  action: string;
  value: string;
  label: string;
}

export type Words = string | Part[];

/** A time is shown as date and minute, or, `toTheSecond`, as the time of day alone. */
export type Part = string | { chatUserId: string; name: string } | { time: Date; toTheSecond?: boolean };
