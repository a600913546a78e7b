import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { html } from "hono/html";
import { entityTag, isKnown } from "../http/entity-tags.ts";
import type { Route } from "../http/form-route.ts";
import { errorsPath } from "../http/api-errors.ts";
import { documentPath, referencePath } from "./paths.ts";

const { resolve } = createRequire(import.meta.url);
const assetsPath = `${referencePath}/assets`;

/**
 * Starts the viewer in the page, in the colours that the reader prefers. A file of its own: nothing inline may run. What is tried
 * goes to the host that the page came from, which may be another than PUBLIC_URL, and is the only one that a page may call.
 */
const starter = `const page = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const recolour = () => page.classList.toggle("dark-mode", dark.matches);
recolour();
dark.addEventListener("change", recolour);
SwaggerUIBundle({
  url: page.dataset.document,
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const { pathname, search } = new URL(request.url, location.href);
    request.url = location.origin + pathname + search;
    return request;
  },
});
`;

/** What the viewer lacks on a narrow or a dark screen. */
const styles = `body { margin: 0; background: #fff; }
.dark-mode body { background: #1c2022; }
noscript p, .top { font: 1rem/1.5 system-ui, sans-serif; margin: 0; padding: 0.5rem 1.25rem; }
.top a { color: #14532d; display: inline-flex; align-items: center; margin-inline-end: 1rem; min-height: 2.75rem; }
.dark-mode .top a { color: #86d3a3; }
.swagger-ui { overflow-wrap: anywhere; }
.swagger-ui .parameter__name { overflow-wrap: normal; }
.dark-mode .swagger-ui .examples-select__section-label { color: #e4e6e6; }
@media (max-width: 40rem) {
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap; }
  .swagger-ui .opblock-summary-path, .swagger-ui .opblock .opblock-summary-description { flex: 1 1 100%; max-width: 100%; }
  .swagger-ui table, .swagger-ui .parameters-container { display: block; overflow-x: auto; }
}
`;

/** Every call of the API to read and to try: Swagger UI, from this host alone. */
const referencePage: Route = {
  path: referencePath,
  get(c) {
    const at = (path: string) => c.var.site.path(path);
    return c.html(
      html`<!doctype html>
        <html lang="en" data-document="${at(documentPath)}">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <meta name="robots" content="noindex, nofollow" />
            <link rel="icon" href="data:," />
            <title>The API – Cyclr account access</title>
            <link rel="stylesheet" href="${at(`${assetsPath}/swagger-ui.css`)}" />
            <link rel="stylesheet" href="${at(`${assetsPath}/reference.css`)}" />
          </head>
          <body>
            <nav class="top" aria-label="About the API">
              <a href="${at(errorsPath)}">Errors</a>
              <a href="${at(documentPath)}">The document (OpenAPI 3.1)</a>
            </nav>
            <noscript><p>This page needs scripts. The document has everything that it shows.</p></noscript>
            <main id="reference"></main>
            <script src="${at(`${assetsPath}/swagger-ui-bundle.js`)}" defer></script>
            <script src="${at(`${assetsPath}/reference.js`)}" defer></script>
          </body>
        </html>`,
    );
  },
};

interface Asset {
  text: string;
  zipped: Buffer;
  ETag: string;
}

const zip = promisify(gzip);

/** A file that is read when it is first asked for, and asked about each time after that. */
function asset(name: string, type: string, read: () => string | Promise<string>): Route {
  let kept: Promise<Asset> | undefined;
  const load = async () => {
    const text = await read();
    return { text, zipped: await zip(text), ETag: entityTag(text) };
  };
  return {
    path: `${assetsPath}/${name}`,
    async get(c) {
      const { text, zipped, ETag } = await (kept ??= load());
      const headers = { ETag, "Cache-Control": "public, no-cache", Vary: "Accept-Encoding" };
      if (isKnown(c, ETag)) return c.body(null, 304, headers);
      const encoded = /\bgzip\b/u.test(c.req.header("accept-encoding") ?? "");
      const described = { ...headers, "Content-Type": `${type}; charset=utf-8` };
      if (!encoded) return c.body(text, 200, described);
      return c.body(new Uint8Array(zipped), 200, { ...described, "Content-Encoding": "gzip" });
    },
  };
}

const ofViewer = (name: string) => () => readFile(resolve(`swagger-ui-dist/${name}`), "utf8");

/** The page, and the files that it needs. */
export const referenceRoutes: Route[] = [
  referencePage,
  asset("swagger-ui-bundle.js", "text/javascript", ofViewer("swagger-ui-bundle.js")),
  asset("swagger-ui.css", "text/css", ofViewer("swagger-ui.css")),
  asset("reference.js", "text/javascript", () => starter),
  asset("reference.css", "text/css", () => styles),
];
