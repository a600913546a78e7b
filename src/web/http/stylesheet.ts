import { createHash } from "node:crypto";

export const stylesheet = `:root {
  color-scheme: light dark;
  --paper: #efeee8;
  --card: #ffffff;
  --tint: #e6eee8;
  --ink: #1b211e;
  --soft: #535e58;
  --line: #d5d8d1;
  --edge: #79857e;
  --accent: #14532d;
  --accent-strong: #0d3b20;
  --on-accent: #ffffff;
  --fault: #a3200f;
  --fault-tint: #fdf0ed;
  --good: #14532d;
  --good-tint: #e3f3e8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1412;
    --card: #181f1c;
    --tint: #1e2b24;
    --ink: #e9edea;
    --soft: #a9b6af;
    --line: #33403a;
    --edge: #7d8c84;
    --accent: #86d3a3;
    --accent-strong: #a9e4bf;
    --on-accent: #0a1b11;
    --fault: #ffb1a3;
    --fault-tint: #33201d;
    --good: #9be0b4;
    --good-tint: #1b3326;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  margin: 0;
  overflow-wrap: anywhere;
  padding: 1.5rem 1rem 4rem;
}
.owner, main { margin-inline: auto; max-width: var(--width, 58rem); }
/* Signed in, every page has one width and one left edge; before that, a form stands alone. */
body:has(.notice, .narrow):not(:has(nav)) { --width: 38rem; }
.owner {
  align-items: center;
  display: flex;
  flex-wrap: wrap;
  font-weight: 600;
  gap: 0.75rem;
  padding-block: 0.5rem 1.25rem;
}
.mark {
  align-items: center;
  background: var(--accent);
  border-radius: 0.6rem;
  color: var(--on-accent);
  display: flex;
  flex: none;
  height: 2.25rem;
  justify-content: center;
  overflow: hidden;
  width: 2.25rem;
}
/* On white, as it was drawn, whatever the page's colours. */
.logo { background: #fff; border-radius: 0.4rem; flex: none; }
.card {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 1rem;
  overflow: hidden;
}
.notice { box-shadow: inset 0 0.35rem 0 var(--accent); padding: 2.25rem 1.5rem 2rem; }
.facts { background: var(--tint); padding: 2rem 1.5rem; }
form { padding: 2rem 1.5rem; }
.rows form, .pad form, nav form { padding: 0; }
.narrow form > *, .narrow > .below { max-width: 38rem; }
.pad { padding: 2rem 1.5rem; }
article { border-top: 1px solid var(--line); padding-block: 1.25rem 0.25rem; }
.below { margin: 0; padding: 0 1.5rem 2rem; }
.strong { font-weight: 600; }
a { color: var(--accent); text-underline-offset: 0.2em; }
main:focus { outline: none; }
.skip { align-items: center; display: inline-flex; min-height: 2.75rem; left: -100vw; position: absolute; }
.skip:focus { background: var(--card); left: 1rem; padding: 0.75rem 1rem; top: 0.5rem; z-index: 1; }
.owner nav { flex: 1 0 100%; font-weight: 400; }
nav { align-items: center; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
nav a, .rows a, .pad > a:not(.button), .pad p a:not(.button), .below a { align-items: center; display: inline-flex; min-height: 2.75rem; }
.tabs { box-shadow: inset 0 -1px var(--line); flex-wrap: nowrap; margin-bottom: 1.5rem; overflow-x: auto; }
.tabs a {
  border-bottom: 3px solid transparent;
  color: var(--ink);
  flex: none;
  flex-direction: column;
  font-weight: 400;
  justify-content: center;
  padding-inline: 0.15rem;
  text-decoration: none;
  white-space: nowrap;
}
/* As wide as in bold, so that no tab moves when another is chosen. */
.tabs a::after { content: attr(data-label); font-weight: 600; height: 0; overflow: hidden; visibility: hidden; }
.tabs a:focus-visible { outline-offset: -3px; }
.tabs a:hover { text-decoration: underline; }
.tabs a[aria-current] { border-bottom-color: var(--accent); font-weight: 600; }
.brief { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.where { margin: 0 0 0.25rem; }
.steps { list-style: none; margin: 0 0 1.5rem; padding: 0; }
.steps > li {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 0.6rem;
  display: flex;
  flex-wrap: wrap;
  gap: 0 1rem;
  margin-top: 1.5rem;
  padding: 0.35rem 1rem;
  position: relative;
}
.steps > .start { background: var(--tint); border-radius: 2rem; margin-top: 0; padding: 0.6rem 1.25rem; }
.steps > li:not(:first-child)::before { border-left: 2px solid var(--edge); content: ""; height: 1.5rem; left: 1.75rem; position: absolute; top: calc(-1.5rem - 1px); }
.steps p { margin: 0; }
.steps > li > p:not(.moves) { align-self: center; min-height: 1.55rem; }
.steps details { flex: 1 1 14rem; min-width: 0; }
.steps details[open] { flex-basis: 100%; }
.steps summary { cursor: pointer; min-height: 2.75rem; padding-block: 0.6rem; }
.moves { display: flex; flex-wrap: wrap; gap: 0.4rem; }
.moves button.plain { border-color: transparent; padding-inline: 0.6rem; }
[aria-disabled="true"] { opacity: 0.5; }
.steps .fields { border-top: 1px solid var(--line); padding-top: 1rem; }
.together-fields { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.together-fields select { flex: 1 1 14rem; }
.badge {
  background: var(--tint);
  border: 1px solid var(--line);
  border-radius: 0.4rem;
  font-size: 0.875rem;
  font-weight: 400;
  margin-inline-start: 0.4rem;
  padding: 0.1rem 0.5rem;
  white-space: nowrap;
}
.badge.active::before, .badge.paused::before { border-radius: 50%; content: ""; display: inline-block; height: 0.6em; margin-inline-end: 0.4em; width: 0.6em; }
.badge.active { background: var(--good-tint); border-color: var(--good); color: var(--good); }
.badge.active::before { background: var(--good); }
.badge.paused::before { border: 2px solid var(--soft); }
.trend { fill: var(--accent); flex: none; height: 1.5rem; width: auto; }
.trend .none { fill: var(--edge); }
.trend + .badge { min-width: 7.25rem; text-align: center; }
.said { background: var(--tint); border: 1px solid var(--line); border-radius: 0.6rem; max-width: none; padding: 1rem 1.5rem; }
.rows, .cards { list-style: none; margin: 0 0 1.5rem; padding: 0; }
.rows > li {
  align-items: center;
  border-top: 1px solid var(--line);
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem 1rem;
  justify-content: space-between;
  padding-block: 0.75rem;
}
.rows > li > :first-child { flex: 1 1 14rem; min-width: 0; }
.rows p { margin: 0; }
.rows .badge:first-child { margin: 0; }
/* The whole row leads where its link leads; what else can be pressed lies above it. */
.rows > .open { position: relative; }
.rows > .open a.strong::after { content: ""; inset: 0 -0.75rem; position: absolute; border-radius: 0.6rem; }
.rows > .open a.strong:focus-visible { outline: none; }
.rows > .open a.strong:focus-visible::after { outline: 3px solid var(--accent); }
.rows > .open:hover a.strong::after { background: color-mix(in srgb, var(--accent) 7%, transparent); }
.rows > .open form { position: relative; }
.search { align-items: end; display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; justify-content: space-between; margin-bottom: 1rem; }
.search form { align-items: center; display: flex; flex: 1 1 20rem; flex-wrap: wrap; gap: 0 0.5rem; max-width: 32rem; }
.search label { flex-basis: 100%; }
.search input { flex: 1; min-width: 10rem; width: auto; }
.search a:not(.button) { align-items: center; display: inline-flex; min-height: 2.75rem; }
.menu { position: relative; }
.menu summary { align-items: center; border-radius: 0.6rem; color: var(--accent); cursor: pointer; display: flex; gap: 0.4rem; min-height: 2.75rem; padding: 0.4rem 0; }
.menu summary::after { content: "▾" / ""; }
.menu[open] > summary::after { content: "▴" / ""; }
.menu summary::-webkit-details-marker { display: none; }
.menu summary:hover { background: var(--tint); }
.menu[open] { flex-basis: 100%; }
.menu > form, .menu > div { background: var(--tint); border-radius: 0.6rem; padding: 0.75rem 1rem; }
.menu form { align-items: center; }
.rows form { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.cards { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
.together-row { align-items: center; display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; justify-content: space-between; margin-top: 1.5rem; }
.together-row p { margin: 0; }
.together-row { margin: 0 0 1.25rem; }
.together-row form { padding: 0; }
fieldset { border: 1px solid var(--line); border-radius: 0.6rem; margin: 0 0 1.5rem; min-width: 0; padding: 1rem 1rem 0; }
legend { font-weight: 600; padding-inline: 0.4rem; }
h1 { font-size: 1.75rem; letter-spacing: -0.01em; line-height: 1.2; margin: 0 0 1rem; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 1.25rem; }
p { margin: 0 0 1rem; max-width: 40rem; }
.card > :last-child, section > :last-child, dd > :last-child { margin-bottom: 0; }
dl { margin: 1.5rem 0; }
dt { color: var(--soft); font-size: 0.875rem; }
dd { font-weight: 600; margin: 0 0 1.1rem; }
.aside { color: var(--soft); font-size: 0.9375rem; font-weight: 400; }
dd .aside { margin-top: 0.15rem; }
.together { white-space: nowrap; }
.reference { font-family: ui-monospace, Menlo, Consolas, monospace; letter-spacing: 0.06em; }
.field { margin-bottom: 1.5rem; }
.field p { margin-bottom: 0.4rem; }
label { display: block; font-weight: 600; margin-bottom: 0.3rem; }
input:not([type="hidden"], [type="checkbox"]), textarea, select {
  appearance: none;
  background: var(--card);
  border: 1px solid var(--edge);
  border-radius: 0.6rem;
  color: inherit;
  font: inherit;
  min-height: 3rem;
  padding: 0.6rem 0.85rem;
  width: 100%;
}
.wrong { border-left: 0.25rem solid var(--fault); padding-left: 1rem; }
.tick { align-items: center; display: flex; flex-wrap: wrap; gap: 0 0.75rem; }
.tick label { cursor: pointer; flex: 1; margin: 0; }
.tick .aside { flex-basis: 100%; }
[type="checkbox"] { accent-color: var(--accent); flex: none; height: 2.75rem; margin: 0; width: 1.5rem; }
textarea { resize: vertical; }
select { appearance: auto; }
.wrong input:not([type="hidden"]), .wrong textarea { border: 2px solid var(--fault); }
.fault { color: var(--fault); font-weight: 600; }
button, .button {
  appearance: none;
  background: var(--accent);
  border: 2px solid transparent;
  border-radius: 0.6rem;
  color: var(--on-accent);
  cursor: pointer;
  font: inherit;
  font-weight: 600;
  min-height: 3rem;
  padding: 0.7rem 1.5rem;
  width: 100%;
}
button:hover, .button:hover { background: var(--accent-strong); }
.button { align-items: center; display: inline-flex; justify-content: center; text-align: center; text-decoration: none; }
.button.quiet { background: none; border-color: var(--edge); color: var(--accent); }
.button.quiet:hover { background: var(--tint); }
.buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; }
button.plain {
  background: none;
  border-color: var(--edge);
  color: var(--accent);
  min-height: 2.75rem;
  padding: 0.4rem 1rem;
  width: auto;
}
nav button.plain { border-color: transparent; font-weight: 400; padding-inline: 0; text-decoration: underline; text-underline-offset: 0.2em; }
button.plain:hover { background: var(--tint); }
.reveal { margin-top: 0.5rem; }
.reveal[aria-pressed="true"] { background: var(--tint); }
.typed { margin: 0.25rem 0 0; min-height: 1.55em; }
.as { color: var(--soft); }
:focus-visible, .errors:focus { outline: 3px solid var(--accent); outline-offset: 3px; }
.errors {
  background: var(--fault-tint);
  border: 1px solid var(--fault);
  border-radius: 0.6rem;
  margin-bottom: 1.25rem;
  padding: 1rem 1.5rem;
}
.errors p { font-weight: 600; margin: 0; }
.errors ul { list-style: none; margin: 0.25rem 0 0; padding: 0; }
.errors a { align-items: center; color: var(--fault); display: inline-flex; min-height: 2.75rem; }
button.unseen { border: 0; min-height: 0; padding: 0; }
.unseen { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
@media (min-width: 48rem) {
  body { padding-top: 3rem; }
  .split { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); }
  .notice, .facts, form, .pad { padding: 2.5rem; }
  .below { padding: 0 2.5rem 2.5rem; }
  button, .button { width: auto; }
  .owner nav { flex: none; margin-inline-start: auto; }
}
`;

/** Named by its content, so that it may be kept for ever. */
export const stylesheetPath = `/assets/${createHash("sha256").update(stylesheet).digest("hex").slice(0, 16)}.css`;
