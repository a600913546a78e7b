import { useEffect, useId, useRef, useState } from "preact/hooks";
import { initialValue, VALUE_SHAPES } from "../../slack/blocks/value-shapes.ts";
import { isObject, objectsOf, textOf, type JsonObject } from "../../slack/model/message-log.ts";
import { useConfirm } from "./dialogs.tsx";
import { Link, Text, Undrawn } from "./markup.tsx";
import { type ElementProps, isTyped, TypedInput } from "./typed-inputs.tsx";
import { useNames } from "./names.ts";
import { Select } from "./select.tsx";
import { useActs } from "./store.ts";
import { confirmOf, idOf, optionsOf, optionText, type Spot, useSurface } from "./surface.ts";

/** Any element of a block, drawn by its type. */
export function Element(props: ElementProps) {
  const type = textOf(props.spot.element["type"]);
  if (type === "button") return <Button {...props.spot} />;
  if (type === "overflow") return <Overflow {...props.spot} />;
  if (type === "image") return <Picture image={props.spot.element} />;
  if (type === "checkboxes" || type === "radio_buttons") return <Choices {...props} />;
  if (type.endsWith("_select")) return <SelectElement {...props} />;
  if (isTyped(type)) return <TypedInput {...props} />;
  return <Undrawn what={props.spot.element} />;
}

function Button(spot: Spot) {
  const { element } = spot;
  const surface = useSurface();
  const confirm = useConfirm();
  const [busy, setBusy] = useState(false);
  const style = textOf(element["style"]);
  const press = async (): Promise<void> => {
    const question = confirmOf(element);
    if (question && !(await confirm(question))) return;
    setBusy(true);
    await surface.press(spot);
    setBusy(false);
  };
  const label = textOf(element["accessibility_label"]) || undefined;
  const url = textOf(element["url"]);
  if (url) {
    return (
      <span class="button" onClick={() => void press()}>
        <Link url={url}>
          <Text text={element["text"]} />
        </Link>
      </span>
    );
  }
  return (
    <button
      type="button"
      class={style}
      aria-label={label}
      aria-busy={busy}
      disabled={busy}
      onClick={() => void press()}
    >
      <Text text={element["text"]} />
    </button>
  );
}

function Overflow(spot: Spot) {
  const surface = useSurface();
  const confirm = useConfirm();
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) menu.current?.querySelector("button")?.focus();
  }, [open]);
  const choose = async (option: JsonObject): Promise<void> => {
    setOpen(false);
    const question = confirmOf(spot.element);
    if (question && !(await confirm(question))) return;
    await surface.press(spot, { value: textOf(option["value"]) });
  };
  const key = (event: KeyboardEvent): void => {
    const items = [...(menu.current?.querySelectorAll("button") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "Escape") setOpen(false);
    else if (event.key === "ArrowDown") items[Math.min(at + 1, items.length - 1)]?.focus();
    else if (event.key === "ArrowUp") items[Math.max(at - 1, 0)]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="overflow"
      onBlur={({ relatedTarget, currentTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        aria-label="More"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        ⋯
      </button>
      {open && (
        <div ref={menu} id={id} role="menu" aria-label="More" class="popup" onKeyDown={key}>
          {optionsOf(spot.element).map((option) => (
            <button
              key={textOf(option["value"])}
              type="button"
              role="menuitem"
              onClick={() => void choose(option)}
            >
              {optionText(option)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** The page loads nothing from anywhere else, pictures included. */
function Picture({ image }: { image: JsonObject }) {
  return (
    <span class="picture" role="img" aria-label={textOf(image["alt_text"])}>
      {textOf(image["alt_text"])}
    </span>
  );
}

function Choices({ spot, describedBy, invalid, label }: ElementProps) {
  const surface = useSurface();
  const { element } = spot;
  const radio = element["type"] === "radio_buttons";
  const id = idOf(surface, spot);
  const held = surface.held(spot) ?? initialValue(element) ?? {};
  const chosen = radio ? [held["selected_option"]].filter(isObject) : objectsOf(held["selected_options"]);
  const isChosen = (option: JsonObject): boolean => chosen.some((one) => one["value"] === option["value"]);
  const change = (option: JsonObject, on: boolean): void => {
    if (radio) return surface.choose(spot, { type: "radio_buttons", selected_option: option }, true);
    const selected = optionsOf(element).filter((one) =>
      one["value"] === option["value"] ? on : isChosen(one),
    );
    surface.choose(spot, { type: "checkboxes", selected_options: selected }, true);
  };
  return (
    <div
      class="choices"
      id={id}
      role={radio ? "radiogroup" : "group"}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={radio && invalid ? true : undefined}
    >
      {optionsOf(element).map((option) => (
        <label key={textOf(option["value"])}>
          <input
            type={radio ? "radio" : "checkbox"}
            name={id}
            checked={isChosen(option)}
            onChange={({ currentTarget }) => change(option, currentTarget.checked)}
          />
          <span>
            <Text text={option["text"]} />
            {option["description"] !== undefined && (
              <small>
                <Text text={option["description"]} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}

const defaultMinimum = 3;

function SelectElement({ spot, label, describedBy, invalid, small }: ElementProps) {
  const surface = useSurface();
  const screen = useActs();
  const names = useNames();
  const { element, block } = spot;
  const type = textOf(element["type"]);
  const shape = VALUE_SHAPES[type];
  const multi = type.startsWith("multi_");
  const held = surface.held(spot) ?? initialValue(element) ?? {};
  const ids = type.includes("users_") || type.includes("conversations_") || type.includes("channels_");
  const current = shape ? held[shape.field] : undefined;
  const asOption = (one: unknown): JsonObject[] => {
    if (isObject(one)) return [one];
    const id = textOf(one);
    return id ? [{ value: id, text: { type: "plain_text", text: names.of(id) ?? id } }] : [];
  };
  const chosen = (Array.isArray(current) ? current : [current]).flatMap(asOption);
  const known = (): JsonObject[] => {
    if (!ids) return optionsOf(element);
    const all = type.includes("users_")
      ? screen.people.filter(({ isBot }) => !isBot)
      : screen.places.filter(({ kind }) => kind === "channel" || kind === "private");
    return all.flatMap(({ id }) => asOption(id));
  };
  const find = async (query: string): Promise<{ options: JsonObject[]; hint?: string }> => {
    if (!type.endsWith("external_select")) {
      return {
        options: known().filter((one) => optionText(one).toLowerCase().includes(query.toLowerCase())),
      };
    }
    const minimum =
      typeof element["min_query_length"] === "number" ? element["min_query_length"] : defaultMinimum;
    if (query.length < minimum) return { options: [], hint: `Type ${minimum} or more letters.` };
    return { options: await surface.options(spot, query) };
  };
  const choose = (options: JsonObject[]): void => {
    if (!shape) return;
    const values = ids ? options.map((one) => textOf(one["value"])) : options;
    surface.choose(spot, { type, [shape.field]: multi ? values : (values[0] ?? null) }, true);
  };
  return (
    <Select
      id={idOf(surface, spot)}
      label={label}
      placeholder={textOf(isObject(element["placeholder"]) ? element["placeholder"]["text"] : "")}
      multi={multi}
      chosen={chosen}
      find={find}
      onChange={choose}
      clearable={!multi && block.type === "input" && block["optional"] === true}
      invalid={invalid}
      describedBy={describedBy}
      small={small}
    />
  );
}
