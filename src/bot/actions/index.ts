import type { Action } from "../action.ts";
import { confirm, withdraw } from "./confirm.ts";
import { nextPage } from "./next-page.ts";

/** What each button does. */
export const actions: Action[] = [confirm, withdraw, nextPage];
