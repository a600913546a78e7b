import type { Child, PropsWithChildren } from "hono/jsx";

interface LayoutProps {
  title: string;
  partnerName: string | undefined;
  stylesheet: string;
  /** Where a signed-in User goes from here. */
  nav?: Child;
}

/** The frame of every page: whose site it is, and one main part. */
export function Layout({ title, partnerName, stylesheet, nav, children }: PropsWithChildren<LayoutProps>) {
  const owner = partnerName ?? "Account access";
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no, date=no, email=no, address=no" />
        <title>{`${title} – ${owner}`}</title>
        <link rel="stylesheet" href={stylesheet} />
      </head>
      <body>
        {nav && (
          <a class="skip" href="#main">
            Skip to the content
          </a>
        )}
        <header class="owner">
          <span class="mark" aria-hidden="true">
            {firstLetter(owner)}
          </span>
          <span>
            <bdi>{owner}</bdi>
          </span>
          {nav}
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter("en", { granularity: "grapheme" }).segment(name.trim());
  return first?.segment.toUpperCase() ?? "";
}
