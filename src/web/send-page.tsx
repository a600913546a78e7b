import { html } from "hono/html";
import type { Child } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Layout } from "./layout.tsx";
import { Nav } from "./sessions/nav.tsx";
import { stylesheetPath } from "./stylesheet.ts";
import type { WebContext } from "./web-context.ts";

export interface Page {
  title: string;
  /** Whose site this is; pages that must work without the database leave it out. */
  partnerName?: string;
  body: Child;
}

export async function sendPage(
  c: WebContext,
  page: Page,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const { title, partnerName, body } = page;
  const layout = (
    <Layout
      title={title}
      partnerName={partnerName}
      stylesheet={c.var.site.path(stylesheetPath)}
      nav={c.var.signedIn && <Nav c={c} signedIn={c.var.signedIn} />}
    >
      {body}
    </Layout>
  );
  return c.html(html`<!doctype html>${layout}`, status);
}
