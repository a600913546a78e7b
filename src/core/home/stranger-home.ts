import type { HomeView } from "./home-view.ts";

/** The Home of somebody who is no Console User: why, and who to ask. */
export function strangerHome(sentence: string): HomeView {
  return {
    title: "Cyclr Access",
    lead: sentence,
    sections: [],
    footer: "Once you are a Console User, open this tab again.",
  };
}
