import type { Child } from "hono/jsx";
import type { Page } from "../send-page.tsx";
import type { Site } from "../site.ts";

const places = [
  ["/settings", "Names"],
  ["/settings/email", "E-mail"],
  ["/settings/password", "Password"],
  ["/settings/sessions", "Sessions"],
] as const;

export type SettingsPlace = (typeof places)[number][0];

/** A page of a User's own settings, with the way to the others. */
export function settingsPage(facts: {
  title: string;
  partnerName: string;
  site: Site;
  at: SettingsPlace;
  body: Child;
}): Page {
  const { title, partnerName, site, at, body } = facts;
  return {
    title,
    partnerName,
    body: (
      <>
        <nav class="tabs" aria-label="Settings">
          {places.map(([path, label]) => (
            <a href={site.path(path)} aria-current={path === at ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
        {body}
      </>
    ),
  };
}
