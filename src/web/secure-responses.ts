import type { MiddlewareHandler } from "hono";
import { every } from "hono/combine";
import { secureHeaders } from "hono/secure-headers";
import type { Site } from "./site.ts";
import type { WebEnv } from "./web-context.ts";

/** The headers of every answer: no script, no frame, no referrer, no index, and nothing kept unless it says so. */
export function secureResponses(site: Site): MiddlewareHandler<WebEnv> {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    strictTransportSecurity: site.secure && "max-age=31536000; includeSubDomains",
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
    permissionsPolicy: Object.fromEntries(unusedFeatures.map((feature) => [feature, false])),
  });
  return every(headers, async (c, next) => {
    await next();
    c.header("X-Robots-Tag", "noindex, nofollow");
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
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
