import { createHash } from "node:crypto";

/**
 * The one script of the pages, for forms with a password: a button that shows what was typed, and words on its length while
 * somebody types. Without it the same forms work as they are.
 */
export const pageScript = `"use strict";
for (const form of document.forms) {
  const inputs = [...form.querySelectorAll('input[type="password"]')];
  const last = inputs.at(-1);
  if (!last) continue;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain reveal";
  button.setAttribute("aria-pressed", "false");
  button.textContent = inputs.length > 1 ? "Show the passwords" : "Show the password";
  const show = (isShown) => {
    for (const input of inputs) input.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));
  // Nothing is kept among what was typed into other fields.
  form.addEventListener("submit", () => show(false));
  last.closest(".field").append(button);

  const chosen = inputs.find((input) => input.autocomplete === "new-password" && input.minLength > 0);
  const again = inputs.find((input) => input !== chosen && input.autocomplete === "new-password");
  if (chosen) tell(chosen, () => lengthWords(chosen.value, chosen.minLength));
  if (chosen && again) tell(again, () => sameWords(chosen.value, again.value), chosen);
}

/** Says this under a field, a moment after the last key in it or in the other one. */
function tell(input, words, other) {
  const line = document.createElement("p");
  line.className = "aside typed";
  line.setAttribute("role", "status");
  input.after(line);
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (line.textContent = words()), 400);
  };
  input.addEventListener("input", soon);
  other?.addEventListener("input", soon);
}

function lengthWords(text, least) {
  const missing = least - text.length;
  if (text === "") return "";
  if (missing > 0) return missing === 1 ? "One more character." : missing + " more characters.";
  if (new Set(text).size < 5) return "Long enough, but easy to guess: it repeats itself.";
  return text.length < 16 ? "Long enough. Longer is safer." : "Long enough, and hard to guess by trying.";
}

function sameWords(text, again) {
  if (again === "") return "";
  return text === again ? "The same." : "Not the same yet.";
}
`;

/** What the Content-Security-Policy knows it by: it stands in the page, and no other script may. */
export const pageScriptHash = `sha256-${createHash("sha256").update(pageScript).digest("base64")}`;
