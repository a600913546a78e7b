import { useEffect, useRef, useState } from "preact/hooks";
import { textOf, type JsonObject } from "../../slack/model/message-log.ts";
import { optionText } from "./surface.ts";

interface SelectProps {
  id: string;
  label: string;
  placeholder: string;
  multi: boolean;
  /** The options that are chosen. */
  chosen: JsonObject[];
  /** What there is for what is typed; undefined while too little is typed, and why. */
  find: (query: string) => Promise<{ options: JsonObject[]; hint?: string }>;
  onChange: (options: JsonObject[]) => void;
  clearable: boolean;
  invalid: boolean;
  describedBy: string | undefined;
  /** Of a message or a line of buttons: no wider than it needs. */
  small: boolean;
}

const typingPauseMs = 150;
const valueOf = (option: JsonObject): string => textOf(option["value"]);

/** A choice from a list that one types into: the arrow keys move, Enter chooses, Escape leaves everything as it was. */
export function Select(props: SelectProps) {
  const { id, label, placeholder, multi, chosen, onChange, clearable, invalid, describedBy, small } = props;
  const [query, setQuery] = useState<string>();
  const [at, setAt] = useState(0);
  const found = useFound(props.find, query);
  const { options, hint } = found;
  // What is typed has not been looked up yet: Enter means the first that will be found, not what still stands there.
  const isStale = found.query !== query;
  const enterWaits = useRef(false);
  const open = query !== undefined;
  const list = useRef<HTMLUListElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const single = !multi && chosen[0] ? optionText(chosen[0]) : "";
  const isChosen = (option: JsonObject): boolean => chosen.some((one) => valueOf(one) === valueOf(option));

  useEffect(() => {
    if (open) list.current?.scrollIntoView({ block: "nearest" });
  }, [open, options.length]);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  useEffect(() => {
    if (!enterWaits.current || isStale) return;
    enterWaits.current = false;
    pick(options[0]);
  }, [found]);

  const close = (): void => {
    enterWaits.current = false;
    setQuery(undefined);
    setAt(0);
  };
  const pick = (option: JsonObject | undefined): void => {
    if (!option) return;
    const { group: _group, ...clean } = option;
    if (!multi) onChange([clean]);
    else
      onChange(
        isChosen(option) ? chosen.filter((one) => valueOf(one) !== valueOf(option)) : [...chosen, clean],
      );
    if (multi) setQuery("");
    else close();
  };
  const key = (event: KeyboardEvent): void => {
    const last = options.length - 1;
    if (event.key === "ArrowDown") {
      if (open) setAt(Math.min(at + 1, last));
      else setQuery("");
    } else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter" && open && isStale) enterWaits.current = true;
    else if (event.key === "Enter" && open) pick(options[at]);
    else if (event.key === "Escape" && open) close();
    else if (event.key === "Backspace" && multi && !query && chosen.length > 0)
      return onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class={small ? "select small" : "select"}>
      {multi && chosen.length > 0 && (
        <ul class="chips" aria-label={`${label}: chosen`}>
          {chosen.map((option) => (
            <li key={valueOf(option)}>
              <span>{optionText(option)}</span>
              <button type="button" aria-label={`Remove ${optionText(option)}`} onClick={() => pick(option)}>
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="combo">
        <input
          ref={input}
          id={id}
          role="combobox"
          autocomplete="off"
          aria-label={small ? label : undefined}
          aria-expanded={open}
          aria-controls={open ? `${id}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={open && options[at] ? `${id}-${at}` : undefined}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          placeholder={single || placeholder || (multi ? "Choose some" : "Choose one")}
          value={query ?? single}
          onInput={({ currentTarget }) => {
            setQuery(currentTarget.value);
            setAt(0);
          }}
          onClick={() => open || setQuery("")}
          onKeyDown={key}
          onBlur={close}
        />
        {clearable && chosen.length > 0 && !open && (
          <button type="button" class="clear" aria-label={`Clear ${label}`} onClick={() => onChange([])}>
            ×
          </button>
        )}
      </div>
      {open && (
        <div class="popup">
          <ul
            ref={list}
            id={`${id}-list`}
            role="listbox"
            aria-label={label}
            aria-multiselectable={multi || undefined}
          >
            {options.map((option, index) => (
              <li
                key={valueOf(option)}
                id={`${id}-${index}`}
                role="option"
                aria-selected={isChosen(option)}
                class={index === at ? "at" : undefined}
                // The field keeps the focus, and with it the list.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => pick(option)}
              >
                <span>{optionText(option)}</span>
                {option["description"] !== undefined && (
                  <small>{optionText({ text: option["description"] })}</small>
                )}
                {typeof option["group"] === "string" && <small>{option["group"]}</small>}
              </li>
            ))}
          </ul>
          {(hint ?? (options.length === 0 && "Nothing fits.")) && (
            <p class="hint">{hint ?? "Nothing fits."}</p>
          )}
        </div>
      )}
    </div>
  );
}

/** The options for what is typed by now; an answer that something later typed has overtaken is dropped. */
function useFound(find: SelectProps["find"], query: string | undefined) {
  const [found, setFound] = useState<{ query?: string; options: JsonObject[]; hint?: string }>({
    options: [],
  });
  useEffect(() => {
    if (query === undefined) return setFound({ options: [] });
    let current = true;
    const ask = async (): Promise<void> => {
      const answer = await find(query);
      if (current) setFound({ ...answer, query });
    };
    const timer = setTimeout(() => void ask(), query === "" ? 0 : typingPauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);
  return found;
}
