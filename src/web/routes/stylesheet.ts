import type { Route } from "../route.ts";
import { stylesheet as css, stylesheetPath } from "../stylesheet.ts";

export const stylesheet: Route = {
  path: stylesheetPath,
  get: (c) =>
    c.body(css, 200, {
      "Content-Type": "text/css; charset=utf-8",
      "Cache-Control": "public, max-age=31536000, immutable",
    }),
};
