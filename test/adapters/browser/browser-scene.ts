import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { type RunningWeb, startWeb } from "../../../src/web/start-web.ts";
import { webScene, type WebScene } from "../../web/web-scene.ts";

export interface BrowserScene extends WebScene {
  origin: string;
  port: number;
  /** A page in a browser profile of its own. */
  page(options?: BrowserContextOptions): Promise<Page>;
}

/** Resolves to this machine, and is no place that browsers trust without HTTPS. */
export const intranetHost = "access.partner.example";

/** How every test starts its browser. */
export const browserArgs = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${intranetHost} 127.0.0.1`,
];

/** The site as it is served, and a real browser to open it with. */
export function browserScene(executablePath: string | undefined): BrowserScene {
  const scene = webScene() as BrowserScene;
  let browser: Browser;
  let web: RunningWeb;
  beforeAll(async () => {
    web = await startWeb(scene.t.app, { webPort: 0, trustedProxies: 0 });
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: browserArgs });
    scene.port = web.port;
    scene.origin = `http://127.0.0.1:${web.port}`;
    scene.page = async (options) => (await browser.newContext(options)).newPage();
  });
  afterAll(async () => {
    await browser.close();
    await web.stop();
  });
  return scene;
}
