import unhomoglyph from "unhomoglyph";

/** The scripts that UAX #31 recommends, and the three that are written with Han (UTS #39, 5.1). */
const alphabets = `
Latin
Cyrillic
Greek
Arabic
Armenian
Hebrew
Georgian
Ethiopic
Devanagari
Bengali
Gurmukhi
Gujarati
Oriya
Tamil
Telugu
Kannada
Malayalam
Sinhala
Thai
Lao
Myanmar
Khmer
Tibetan
Thaana
Han Hiragana Katakana
Han Hangul
Han Bopomofo`
  .trim()
  .split("\n")
  .map((names) => {
    const scripts = [...names.split(" "), "Common", "Inherited"].map((name) => `\\p{scx=${name}}`);
    return new RegExp(`^[${scripts.join("")}]*$`, "u");
  });

/** All letters are of one alphabet; signs and digits belong to any. */
export function isOneScript(text: string): boolean {
  return alphabets.some((alphabet) => alphabet.test(text));
}

/** What a text looks like: two with one skeleton can be taken for each other (UTS #39, 4). */
export function skeleton(text: string): string {
  return unhomoglyph(text.normalize("NFD")).normalize("NFD");
}

/**
 * Two names that share one of these look alike, without regard to case: each is read as it is written, and in lower case,
 * since `I` looks like `l` where `i` does not.
 */
export function lookAlikeKeys(name: string): string[] {
  return [...new Set([look(name), look(name.toLowerCase())])];
}

const look = (text: string) => skeleton(skeleton(text).toLowerCase()).toLowerCase();
