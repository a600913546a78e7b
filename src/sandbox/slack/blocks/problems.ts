import type { JsonObject } from "../model/json-object.ts";

/** Collects Slack's complaints, each with the JSON pointer of what it is about. */
export class Problems {
  readonly messages: string[] = [];

  add(message: string, pointer: string): void {
    this.messages.push(`${message} [json-pointer:${pointer}]`);
  }

  required(owner: JsonObject, field: string, pointer: string): boolean {
    if (owner[field] !== undefined && owner[field] !== null) return true;
    this.add(`missing required field: ${field}`, pointer);
    return false;
  }

  string(owner: JsonObject, field: string, pointer: string, max: number, min = 0): void {
    const value = owner[field];
    if (value === undefined || value === null) return;
    const at = `${pointer}/${field}`;
    if (typeof value !== "string") this.add("must be a string", at);
    else if (value.length > max) this.add(`must be less than ${max + 1} characters`, at);
    else if (value.length < min) this.add(`must be more than ${min - 1} characters`, at);
  }

  count(items: unknown[], pointer: string, max: number, min = 1): void {
    if (items.length > max) this.add(`no more than ${max} items allowed`, pointer);
    if (items.length < min) this.add(`no fewer than ${min} items allowed`, pointer);
  }
}
