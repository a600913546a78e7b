import type { Route } from "../route.ts";

export const robots: Route = {
  path: "/robots.txt",
  get: (c) => c.text("User-agent: *\nDisallow: /\n"),
};
