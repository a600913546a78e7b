import { parseAst } from "vitest/node";

/** A small change of a source, as somebody could make it by mistake. */
export interface Mutation {
  kind: string;
  start: number;
  end: number;
  /** What stands there instead. */
  text: string;
}

interface Node extends Record<string, unknown> {
  type: string;
  start: number;
  end: number;
}

/**
 * All that is tried on one source: of its guards and effects, not of its words. A left out `await` is not among
 * them: the linter refuses it (`no-floating-promises`, in `npm run check` and in CI), so nobody can make this mistake.
 */
export function mutationsOf(source: string, jsx = false): Mutation[] {
  const found: Mutation[] = [];
  walk(parseAst(source, { lang: jsx ? "tsx" : "ts" }) as unknown as Node, (node) => {
    for (const mutation of mutationsAt(source, node)) found.push(mutation);
  });
  return found.toSorted((one, other) => one.start - other.start || one.end - other.end);
}

export function mutate(source: string, { start, end, text }: Mutation): string {
  return source.slice(0, start) + text + source.slice(end);
}

function walk(node: Node, visit: (node: Node) => void): void {
  if (node.type === "ImportDeclaration" || node.type.startsWith("TS") || isLogging(node)) return;
  // A sentence, or a key: with a tag it is SQL.
  if (node.type === "TemplateLiteral") return;
  visit(node);
  const inside = node.type === "TaggedTemplateExpression" ? Object.values(node["quasi"] as Node) : [];
  for (const value of [...Object.values(node), ...inside])
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isNode(child)) walk(child, visit);
}

function mutationsAt(source: string, node: Node): Mutation[] {
  const textOf = ({ start, end }: Node): string => source.slice(start, end);
  const instead = (kind: string, { start, end }: Node, text: string): Mutation => ({
    kind,
    start,
    end,
    text,
  });
  switch (node.type) {
    case "ExpressionStatement":
      // No `;`, which the compiler refuses after an `if`.
      return [instead("dropped line", node, "{}")];
    case "IfStatement": {
      if (isLogging(node["consequent"] as Node)) return [];
      const test = node["test"] as Node;
      const negated = instead("negated condition", test, `!(${textOf(test)})`);
      return leaves(node["consequent"] as Node) && !node["alternate"]
        ? [instead("dropped guard", node, "{}"), negated]
        : [negated];
    }
    case "BinaryExpression": {
      const other = comparisons[node["operator"] as string];
      const [left, right] = [node["left"] as Node, node["right"] as Node];
      return other ? [instead("changed comparison", node, `${textOf(left)} ${other} ${textOf(right)}`)] : [];
    }
    case "LogicalExpression": {
      const [left, right] = [node["left"] as Node, node["right"] as Node];
      if (node["operator"] === "??") return [];
      return [left, right].map((side) => instead("dropped condition", node, `(${textOf(side)})`));
    }
    case "Property":
      return mutationsOfProperty(source, node);
    case "TemplateElement": {
      const lock = /\s+FOR (?:NO KEY )?(?:UPDATE|SHARE)\b/u.exec(textOf(node));
      if (!lock) return [];
      const start = node.start + lock.index;
      return [{ kind: "dropped lock", start, end: start + lock[0].length, text: "" }];
    }
    case "Literal": {
      const weaker = /^"([\w-]+):(?:edit|manage)"$/u.exec(textOf(node));
      return weaker ? [instead("weaker permission", node, `"${weaker[1]}:view"`)] : [];
    }
    default:
      return [];
  }
}

const comparisons: Record<string, string> = {
  "===": "!==",
  "!==": "===",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
};

/** One of several conditions of a query, one of several columns that a write sets, and the bound of a range. */
function mutationsOfProperty(source: string, property: Node): Mutation[] {
  const name = nameOf(property);
  const bound = { gt: "gte", gte: "gt", lt: "lte", lte: "lt" }[name];
  const key = property["key"] as Node;
  if (bound && !property["shorthand"])
    return [{ kind: "changed bound", start: key.start, end: key.end, text: bound }];
  const value = property["value"] as Node;
  if (typeOf(value) !== "ObjectExpression" || (name !== "where" && name !== "data")) return [];
  const entries = value["properties"] as Node[];
  if (entries.length < 2) return [];
  return entries.map((entry, index) => {
    const next = entries[index + 1];
    const previous = entries[index - 1];
    const [start, end] = next ? [entry.start, next.start] : [previous?.end ?? entry.start, entry.end];
    // A comment that stands before the next one stays with it.
    const kept = next ? /\/\/[^\n]*\n\s*$/u.exec(source.slice(entry.end, next.start))?.[0] : "";
    const kind = name === "where" ? "dropped where-clause" : "dropped column";
    return { kind, start, end, text: kept ? `\n${kept}` : "" };
  });
}

/** `throw …`, `return …`, or a block of only that. */
function leaves(node: Node): boolean {
  if (node.type === "BlockStatement") {
    const body = node["body"] as Node[];
    return body.length === 1 && body[0] !== undefined && leaves(body[0]);
  }
  return node.type === "ThrowStatement" || node.type === "ReturnStatement";
}

/** What is logged guards nothing. */
function isLogging(node: Node): boolean {
  if (node.type !== "ExpressionStatement" || typeOf(node["expression"]) !== "CallExpression") return false;
  const callee = (node["expression"] as Node)["callee"] as Node;
  const object = callee["object"];
  if (!isNode(object)) return false;
  const named = isNode(object["property"]) ? object["property"] : object;
  return named["name"] === "log";
}

function nameOf({ key }: Node): string {
  return isNode(key) && typeof key["name"] === "string" ? key["name"] : "";
}

const typeOf = (value: unknown) => (isNode(value) ? value.type : undefined);

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
