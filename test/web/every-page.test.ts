import { expect, test } from "vitest";
import { pageScript, pageScriptHash } from "../../src/web/http/page-script.ts";
import { createWeb } from "../../src/web/create-web.ts";
import { until } from "../support/until.ts";
import { accountPageKinds } from "./account-page-kinds.ts";
import { pageKinds } from "./page-kinds.ts";
import { textOf, visitor } from "./visitor.ts";
import { goodForm, webScene } from "./web-scene.ts";

const scene = webScene();

const contentSecurityPolicy = `default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; script-src '${pageScriptHash}'`;

const headers = {
  "content-type": "text/html; charset=UTF-8",
  "content-security-policy": contentSecurityPolicy,
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "x-robots-tag": "noindex, nofollow",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

test.each(Object.entries({ ...pageKinds, ...accountPageKinds }))(
  "answers the page kind %s whole",
  async (_, [status, answer]) => {
    const response = await answer(scene);
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(headers);
    expect(response.headers.get("permissions-policy")).toContain("camera=()");
    expect(response.headers.get("strict-transport-security")).toBeNull();
    const html = await response.text();
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/<title>[^<]+ – [^<]+<\/title>/g)).toHaveLength(1);
    expect(html.split("<script")).toHaveLength(2);
    expect(html).toContain(`<script>${pageScript}</script>`);
    expect(html.replace(pageScript, "")).not.toMatch(/javascript:|style="|\son\w+=|undefined|\[object/);
    expect(html).toContain('<link rel="stylesheet" href="/assets/');
  },
);

test("asks browsers to stay with HTTPS where the site has it", async () => {
  const web = createWeb(
    { ...scene.t.app, publicUrl: "https://access.partner.example" },
    { trustedProxies: 0 },
  );
  const response = await visitor(web).request("/nowhere");
  expect(response.headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
});

test("shows a reference for what nobody foresaw, and logs the error under it", async () => {
  const [, answer] = pageKinds["failure"] ?? [];
  const html = (await (await answer?.(scene))?.text()) ?? "";
  const [reference = ""] = /\b[A-Z2-9]{8}\b/.exec(textOf(html)) ?? [];
  const line = scene.t.log.find((logged) => logged.includes(reference)) ?? "{}";
  expect(JSON.parse(line)).toMatchObject({ level: 50, reference, route: "/" });
  expect(line).toContain("hunter2");
  expect(html).not.toContain("hunter2");
});

test("writes neither token, form nor cookie into the log, whatever happens", async () => {
  const from = scene.t.log.length;
  const paths = [
    await scene.invite(),
    await scene.invite({ state: "revoked" }),
    `/invitations/${"z".repeat(43)}`,
  ];
  for (const path of paths) {
    const person = visitor(scene.web);
    await person.send(path, goodForm("?"));
    await person.request(`${path}/more?x=1`);
    await person.request(path, { method: "PUT" });
    await person.send(path, goodForm("logged"));
    const secrets = [path.split("/")[2] ?? "", "seven quiet herons", ...person.cookies.values()];
    const log = scene.t.log.slice(from).join("");
    for (const secret of secrets) expect(log).not.toContain(secret);
  }
  const lines = scene.t.log.slice(from).map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: "request", method: "POST", route: "/invitations/:token", status: 303 }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ method: "GET", route: "unmatched", status: 404 }));
  expect(lines).toContainEqual(expect.objectContaining({ method: "PUT", status: 405 }));
});

test("takes its links from configuration, not from the Host header", async () => {
  const spoofed = { headers: { host: "evil.example", "x-forwarded-host": "evil.example" } };
  const person = visitor(scene.web);
  const path = await scene.invite();
  const page = await person.request(`http://evil.example${path}`, spoofed);
  const sent = await person.send(path, goodForm("spoofed"), spoofed);
  expect(await page.text()).not.toContain("evil.example");
  expect(sent.headers.get("location")).toBe("/invitations/accepted");
  expect(JSON.stringify([...page.headers, ...sent.headers])).not.toContain("evil.example");
});

test("keeps to the folder that PUBLIC_URL names", async () => {
  const web = createWeb(
    { ...scene.t.app, publicUrl: "https://partner.example/access" },
    { trustedProxies: 0 },
  );
  const person = visitor(web);
  const path = await scene.invite();
  expect(await person.open(path)).toContain('href="/access/assets/');
  const sent = await person.send(path, goodForm("folder"));
  expect(sent.headers.get("location")).toBe("/access/invitations/accepted");
});

test("gives the stylesheet for ever, and no other one", async () => {
  const person = visitor(scene.web);
  const [, href = ""] = /href="(\/assets\/[^"]+\.css)"/.exec(await person.open("/")) ?? [];
  const response = await person.request(href);
  expect(response.headers.get("content-type")).toBe("text/css; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect((await person.request("/assets/0000000000000000.css")).status).toBe(404);
});

test("keeps robots out", async () => {
  const response = await visitor(scene.web).request("/robots.txt");
  expect(await response.text()).toBe("User-agent: *\nDisallow: /\n");
});

test("names the methods that an address takes", async () => {
  const person = visitor(scene.web);
  const put = await person.request(await scene.invite(), { method: "PUT" });
  expect(put.headers.get("allow")).toBe("GET, HEAD, POST");
  const post = await person.request("/", { method: "POST" });
  expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test.each(["/readyz", "/healthz"])("tells at %s whether what it leans on takes its work", async (path) => {
  const person = visitor(scene.web);
  const becomes = (status: number) =>
    until(async () => {
      const answer = await person.request(path);
      return answer.status === status && answer.json();
    });
  expect(await becomes(200)).toEqual({ status: "ok", database: "ok", queue: "ok" });
  scene.t.queue.down = true;
  const because = ["The queue does not answer."];
  expect(await becomes(503)).toEqual({ status: "degraded", database: "ok", queue: "down", because });
  expect((await person.request("/livez")).status).toBe(200);
  scene.t.queue.down = false;
  await becomes(200);
});
