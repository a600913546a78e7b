// Zero-width signs, byte order marks, soft hyphens, marks of direction, invisible operators and variation selectors. Behind
// a letter that is not Latin the two joiners may belong to the word.
const invisible =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]|[\uFE00-\uFE0F]/g;
const strayJoiners = /(?<!(?!\p{Script=Latin})[\p{L}\p{M}])(?:\u200C|\u200D)+/gu;

/** What somebody typed or pasted, in plain signs and without what nobody sees. */
export function tidyTyped(text: string): string {
  return plainSigns(text.replace(invisible, "").replace(strayJoiners, ""));
}

/** With the signs of full width, as East Asian keyboards write them, and curly apostrophes as ASCII has them. Trimmed. */
export function plainSigns(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u3002\uFF61]/g, ".")
    .replace(/[\u2018\u2019\u02BC\u201B]/g, "'")
    .trim();
}
