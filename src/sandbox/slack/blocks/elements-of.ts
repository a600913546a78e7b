import { isObject, objectsOf, type JsonObject } from "../model/json-object.ts";

/** Everything a person can use in a block: its accessory, its element, or the elements of an actions block. */
export function elementsOf(block: JsonObject): JsonObject[] {
  const single = [block["accessory"], block["element"]].filter(isObject);
  const listed = block["type"] === "actions" ? objectsOf(block["elements"]) : [];
  return [...single, ...listed].filter((element) => element["type"] !== "image");
}
