import type { MiddlewareHandler } from "hono";
import { every } from "hono/combine";
import { secureHeaders } from "hono/secure-headers";
import { referencePath } from "../api-reference/paths.ts";
import { pageScriptHash } from "./page-script.ts";
import { isQueueDashboard } from "../console-users/queue-dashboard.tsx";
import type { Site, WebEnv } from "./web-context.ts";

const still = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
};

/** Pages run the one script that stands in them. */
const pages = { ...still, scriptSrc: [`'${pageScriptHash}'`] };

/** The dashboard is a program of its own, and runs nothing but its own files. */
const dashboard = {
  ...still,
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  fontSrc: ["'self'"],
  baseUri: ["'self'"],
};

/** The reference of the API runs its viewer's own files, and calls the API where somebody tries it. */
const reference = {
  ...still,
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  formAction: ["'none'"],
};

/** The headers of every answer: no script but that of the pages, no frame, no referrer, no index, and nothing kept unless it says so. */
export function secureResponses(site: Site): MiddlewareHandler<WebEnv> {
  const ofPages = headersWith(site, pages);
  const ofDashboard = headersWith(site, dashboard);
  const ofReference = headersWith(site, reference);
  return every(
    (c, next) => {
      if (isQueueDashboard(c.req.path)) return ofDashboard(c, next);
      return (c.req.path === referencePath ? ofReference : ofPages)(c, next);
    },
    async (c, next) => {
      await next();
      c.header("X-Robots-Tag", "noindex, nofollow");
      if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
    },
  );
}

function headersWith(site: Site, contentSecurityPolicy: typeof still): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy,
    strictTransportSecurity: site.secure && "max-age=31536000; includeSubDomains",
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
    permissionsPolicy: Object.fromEntries(unusedFeatures.map((feature) => [feature, false])),
  });
}

const unusedFeatures = [
  "camera",
  "geolocation",
  "microphone",
  "payment",
  "usb",
  "displayCapture",
  "fullscreen",
  "accelerometer",
  "gyroscope",
  "magnetometer",
  "midi",
  "autoplay",
];
