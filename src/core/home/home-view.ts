import type { CardButton, Words } from "../chat/card.ts";

/** Somebody's Home as the domain sees it. Text is plain: the adapter escapes all of it. */
export interface HomeView {
  title: string;
  lead: Words;
  sections: HomeSection[];
  footer: Words;
}

export interface HomeSection {
  title: string;
  rows: HomeRow[];
}

export interface HomeRow {
  words: Words;
  buttons?: HomeButton[];
}

export interface HomeButton extends CardButton {
  /** Takes something away. */
  danger?: boolean;
}
