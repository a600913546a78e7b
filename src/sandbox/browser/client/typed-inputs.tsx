import { initialValue, VALUE_SHAPES } from "../../slack/blocks/value-shapes.ts";
import { objectOf, objectsOf, textOf, type JsonObject } from "../../slack/model/message-log.ts";
import { useNames } from "./names.ts";
import { idOf, isTold, type Spot, useSurface } from "./surface.ts";
import { fromLocal, toLocal } from "./zones.ts";

export interface ElementProps {
  spot: Spot;
  label: string;
  describedBy: string | undefined;
  invalid: boolean;
  /** Stands in a line with others, and carries its label itself. */
  small: boolean;
}

type Kind = "text" | "email" | "url" | "date" | "time" | "datetime-local" | "file";

const kinds: Record<string, Kind | undefined> = {
  plain_text_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  number_input: "text",
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
  file_input: "file",
};

export function isTyped(type: string): boolean {
  return kinds[type] !== undefined;
}

/** What is typed, a day, a time, a moment or a file. */
export function TypedInput(props: ElementProps) {
  const { spot, label, describedBy, invalid, small } = props;
  const { element } = spot;
  const surface = useSurface();
  const { tz } = useNames();
  const type = textOf(element["type"]);
  if (type === "file_input") return <FileInput {...props} />;
  const field = VALUE_SHAPES[type]?.field ?? "value";
  const held = (surface.held(spot) ?? initialValue(element) ?? {})[field];
  const value = type === "datetimepicker" && typeof held === "number" ? toLocal(held, tz) : textOf(held);
  const choose = (typed: string, done: boolean): void => {
    const moment = type === "datetimepicker" ? fromLocal(typed, tz) : typed || null;
    surface.choose(spot, { type, [field]: moment }, done);
  };
  const common = {
    id: idOf(surface, spot),
    value,
    "aria-label": small ? label : undefined,
    "aria-invalid": invalid || undefined,
    "aria-describedby": describedBy,
    placeholder: textOf(objectOf(element["placeholder"])["text"]),
    autofocus: element["focus_on_load"] === true,
  };
  if (element["multiline"] === true) {
    return (
      <textarea {...common} rows={5} onInput={({ currentTarget }) => choose(currentTarget.value, false)} />
    );
  }
  const onKeyDown = (event: { key: string; currentTarget: HTMLInputElement }): void => {
    if (event.key === "Enter" && isTold(spot)) choose(event.currentTarget.value, true);
  };
  const kind = kinds[type];
  const isMoment = kind === "date" || kind === "time" || kind === "datetime-local";
  const onInput = ({ currentTarget }: { currentTarget: HTMLInputElement }): void =>
    choose(currentTarget.value, isMoment);
  return (
    <>
      {isMoment ? (
        <input {...common} type={kind} onInput={onInput} onKeyDown={onKeyDown} />
      ) : (
        <input {...common} type="text" autocomplete="off" onInput={onInput} onKeyDown={onKeyDown} />
      )}
      {type === "datetimepicker" && <small class="zone">{tz}</small>}
    </>
  );
}

function FileInput({ spot, describedBy, invalid }: ElementProps) {
  const surface = useSurface();
  const { element } = spot;
  const files = objectsOf((surface.held(spot) ?? {})["files"]);
  const types = Array.isArray(element["filetypes"])
    ? element["filetypes"].map((type) => `.${textOf(type)}`)
    : [];
  const keep = (kept: JsonObject[]): void => surface.choose(spot, { type: "file_input", files: kept }, true);
  const take = async (list: FileList | null): Promise<void> => {
    const taken = await Promise.all(Array.from(list ?? [], (file) => surface.upload(file)));
    const most = typeof element["max_files"] === "number" ? element["max_files"] : 10;
    keep([...files, ...taken.filter((one) => one !== undefined)].slice(-most));
  };
  return (
    <div class="files">
      <input
        id={idOf(surface, spot)}
        type="file"
        multiple={element["max_files"] !== 1}
        accept={types.join(",") || undefined}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        onChange={({ currentTarget }) => void take(currentTarget.files)}
      />
      {files.length > 0 && (
        <ul class="chips" aria-label="Files">
          {files.map((file) => (
            <li key={textOf(file["id"])}>
              <span>{textOf(file["name"])}</span>
              <button
                type="button"
                aria-label={`Remove ${textOf(file["name"])}`}
                onClick={() => keep(files.filter((one) => one !== file))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
