import type { ComponentChildren } from "preact";
import {
  isObject,
  objectOf,
  objectsOf,
  textOf,
  type Block,
  type JsonObject,
} from "../../slack/model/message-log.ts";
import { DataTable } from "./data-table.tsx";
import { Element } from "./elements.tsx";
import { Link, Mrkdwn, RichText, Text, Undrawn } from "./markup.tsx";
import { idOf, useSurface } from "./surface.ts";

/** The blocks of a message, a modal or the Home. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div class="blocks">
      {blocks.map((block, at) => (
        <BlockOf key={block.block_id ?? at} block={block} under={headingOf(blocks[at - 1])} />
      ))}
    </div>
  );
}

/** What a heading says, for the table under it: the same words would stand twice. */
function headingOf(block: Block | undefined): string {
  return block?.type === "header" ? textOf(objectOf(block["text"])["text"]) : "";
}

function BlockOf({ block, under }: { block: Block; under: string }) {
  switch (block.type) {
    case "header":
      return (
        <h2 class="header">
          <Text text={block["text"]} />
        </h2>
      );
    case "section":
      return <Section block={block} />;
    case "context":
      return <ContextLine block={block} />;
    case "actions":
      return (
        <div class="actions">
          {objectsOf(block["elements"]).map((element) => (
            <Element key={textOf(element["action_id"])} spot={{ block, element }} {...named(element)} small />
          ))}
        </div>
      );
    case "input":
      return <InputBlock block={block} />;
    case "divider":
      return <hr />;
    case "rich_text":
      return (
        <div class="section">
          <RichText block={block} />
        </div>
      );
    case "markdown":
      return (
        <div class="section">
          <Mrkdwn text={textOf(block["text"])} />
        </div>
      );
    case "image":
      return <ImageBlock block={block} />;
    case "alert":
      return <Alert block={block} />;
    case "data_table":
      return <DataTable block={block} under={under} />;
    case "card":
      return <Card block={block} />;
    default:
      return <Undrawn what={block} />;
  }
}

/** A control in a line of others carries its label itself: nothing is written above it. */
function named(element: JsonObject): { label: string; describedBy: undefined; invalid: false } {
  const label = textOf(objectOf(element["placeholder"])["text"]) || textOf(element["action_id"]);
  return { label, describedBy: undefined, invalid: false };
}

function Section({ block }: { block: Block }) {
  const { accessory } = block;
  const fields = objectsOf(block["fields"]);
  return (
    <div class={isObject(accessory) ? "section with" : "section"}>
      <div>
        {block["text"] !== undefined && (
          <div class="text">
            <Text text={block["text"]} />
          </div>
        )}
        {fields.length > 0 && (
          <div class="fields">
            {fields.map((field, at) => (
              <div key={at}>
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {isObject(accessory) && <Element spot={{ block, element: accessory }} {...named(accessory)} small />}
    </div>
  );
}

function ContextLine({ block }: { block: Block }) {
  return (
    <div class="context">
      {objectsOf(block["elements"]).map((element, at) =>
        element["type"] === "image" ? (
          <Element key={at} spot={{ block, element }} {...named(element)} small />
        ) : (
          <span key={at}>
            <Text text={element} />
          </span>
        ),
      )}
    </div>
  );
}

const grouped = new Set(["checkboxes", "radio_buttons"]);

function InputBlock({ block }: { block: Block }) {
  const surface = useSurface();
  const element = objectOf(block["element"]);
  const spot = { block, element };
  const id = idOf(surface, spot);
  const label = textOf(objectOf(block["label"])["text"]);
  const error = surface.error(textOf(block.block_id));
  const hint = block["hint"];
  const describedBy = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(" ");
  const words = (
    <>
      {label}
      {block["optional"] === true && <span class="optional"> (optional)</span>}
    </>
  );
  return (
    <div class={error === undefined ? "input" : "input faulty"}>
      {grouped.has(textOf(element["type"])) ? (
        <div class="label">{words}</div>
      ) : (
        <label htmlFor={id}>{words}</label>
      )}
      <Element
        spot={spot}
        label={label}
        describedBy={describedBy || undefined}
        invalid={error !== undefined}
        small={false}
      />
      {error !== undefined && (
        <p class="fault" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          <Text text={hint} />
        </p>
      )}
    </div>
  );
}

/** The page loads nothing from anywhere else: a picture is told by its words, with the way to it. */
function ImageBlock({ block }: { block: Block }) {
  const url = textOf(block["image_url"]);
  return (
    <figure class="image">
      <span class="picture" role="img" aria-label={textOf(block["alt_text"])}>
        {textOf(block["alt_text"])}
      </span>
      <figcaption>
        <Text text={block["title"]} /> {url && <Link url={url}>Open the picture</Link>}
      </figcaption>
    </figure>
  );
}

function Alert({ block }: { block: Block }) {
  const level = textOf(block["level"]) || "default";
  return (
    <div class={`alert ${level}`} role={level === "error" ? "alert" : "note"}>
      <Text
        text={typeof block["text"] === "string" ? { type: "plain_text", text: block["text"] } : block["text"]}
      />
    </div>
  );
}

function Card({ block }: { block: Block }) {
  const part = (name: string, draw: (text: ComponentChildren) => ComponentChildren): ComponentChildren =>
    block[name] === undefined ? null : draw(<Text text={block[name]} />);
  const {
    type: _type,
    block_id: _id,
    title: _title,
    subtitle: _subtitle,
    body: _body,
    actions,
    ...rest
  } = block;
  return (
    <div class="card">
      {part("title", (text) => (
        <strong>{text}</strong>
      ))}
      {part("subtitle", (text) => (
        <small>{text}</small>
      ))}
      {part("body", (text) => (
        <p>{text}</p>
      ))}
      <div class="actions">
        {objectsOf(actions).map((element, at) => (
          <Element key={at} spot={{ block, element }} {...named(element)} small />
        ))}
      </div>
      {Object.keys(rest).length > 0 && <Undrawn what={{ type: "card", ...rest }} />}
    </div>
  );
}
