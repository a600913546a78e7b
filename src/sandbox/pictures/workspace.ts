import type { Locator, Page } from "playwright-core";

/** What a person does on the workspace's page, for whoever takes its pictures. */
export interface Workspace {
  page: Page;
  actAs: (name: string) => Promise<void>;
  send: (line: string) => Promise<void>;
  /** The card or answer that has all of these words, once it is there. */
  message: (...words: string[]) => Promise<Locator>;
  /** Opens a tool beside the workspace, and closes the thread that stands in its place. */
  tool: (name: string) => Promise<void>;
  press: (name: string) => Promise<void>;
}

export function workspaceOn(page: Page): Workspace {
  const composer = page.getByRole("textbox", { name: "Message to access" });
  return {
    page,
    async actAs(name) {
      await page.getByLabel("Act as").selectOption({ label: name });
    },
    async send(line) {
      await composer.fill(line);
      await composer.press("Escape");
      await composer.press("Enter");
    },
    async message(...words) {
      const all = page.getByRole("log", { name: "Messages in access" }).getByRole("article");
      const found = words.reduce((some, hasText) => some.filter({ hasText }), all).last();
      await found.waitFor();
      return found;
    },
    async tool(name) {
      await page.getByRole("navigation", { name: "Workspace" }).getByRole("button", { name }).click();
      await page.getByRole("complementary", { name }).waitFor();
    },
    press: (name) => page.getByRole("button", { name, exact: true }).click(),
  };
}
