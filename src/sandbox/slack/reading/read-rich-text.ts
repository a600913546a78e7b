import { objectsOf, textOf, type JsonObject } from "../model/json-object.ts";
import { isoMinute, type NameOf } from "./read-text.ts";

export function readRichText(block: JsonObject, nameOf?: NameOf): string[] {
  return objectsOf(block["elements"])
    .flatMap((part) => readPart(part, nameOf))
    .flatMap((text) => text.replace(/\n$/, "").split("\n"));
}

function readPart(part: JsonObject, nameOf?: NameOf): string[] {
  if (part["type"] === "rich_text_list")
    return objectsOf(part["elements"]).map((item, index) => {
      const mark = part["style"] === "ordered" ? `${index + 1}.` : "•";
      return `${mark} ${readInlines(item, nameOf)}`;
    });
  const text = readInlines(part, nameOf);
  return [part["type"] === "rich_text_quote" ? `> ${text}` : text];
}

function readInlines(part: JsonObject, nameOf?: NameOf): string {
  return objectsOf(part["elements"])
    .map((element) => readInline(element, nameOf))
    .join("");
}

function readInline(element: JsonObject, nameOf?: NameOf): string {
  const named = (id: unknown) => nameOf?.(textOf(id)) ?? textOf(id);
  switch (element["type"]) {
    case "user":
      return `@${named(element["user_id"])}`;
    case "usergroup":
      return `@${named(element["usergroup_id"])}`;
    case "channel":
      return `#${named(element["channel_id"])}`;
    case "broadcast":
      return `@${textOf(element["range"])}`;
    case "emoji":
      return `:${textOf(element["name"])}:`;
    case "date":
      return textOf(element["fallback"]) || isoMinute(Number(element["timestamp"]));
    case "link":
      return readLink(textOf(element["url"]), textOf(element["text"]));
    default:
      return textOf(element["text"] ?? element["value"]);
  }
}

function readLink(url: string, text: string): string {
  return text === "" || text === url ? url : `${text} (${url})`;
}
