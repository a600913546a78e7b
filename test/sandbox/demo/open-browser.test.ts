import { expect, test } from "vitest";
import { browserCommand } from "../../../src/sandbox/demo/open-browser.ts";

const url = "http://127.0.0.1:4000/";
const desk = { platform: "linux", env: { DISPLAY: ":0" }, isTerminal: true } as const;

test.each([
  ["a desktop with X", desk, ["xdg-open", url]],
  ["a desktop with Wayland", { ...desk, env: { WAYLAND_DISPLAY: "wayland-0" } }, ["xdg-open", url]],
  ["a Mac", { ...desk, platform: "darwin", env: {} }, ["open", url]],
  ["Windows", { ...desk, platform: "win32", env: {} }, ["cmd", "/c", "start", '""', url]],
] as const)("opens the page on %s", (_name, machine, command) => {
  expect(browserCommand(url, machine)).toEqual(command);
});

test.each([
  ["over SSH", { SSH_CONNECTION: "192.0.2.1 5000 192.0.2.2 22" }],
  ["in CI", { CI: "true" }],
])("opens nothing %s", (_name, env) => {
  for (const platform of ["linux", "darwin", "win32"] as const)
    expect(browserCommand(url, { platform, env: { ...desk.env, ...env }, isTerminal: true })).toBeUndefined();
});

test("opens nothing without a screen, or where nobody reads", () => {
  expect(browserCommand(url, { ...desk, env: {} })).toBeUndefined();
  expect(browserCommand(url, { ...desk, isTerminal: false })).toBeUndefined();
});
