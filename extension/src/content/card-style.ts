/** The card's own style sheet. It lives in the card's shadow root, where the page's rules do not reach, and it reaches nothing else. */

export const CARD_STYLE = `
/* What a page paints behind its own dialogs, and beside its own elements, it does not paint at the card. */
:host::backdrop { display: none !important; }
:host::before, :host::after { content: none !important; }
.card {
  --paper: #ffffff;
  --ink: #17181c;
  --soft: #565c69;
  --line: #e1e4ea;
  --edge: #868d9b;
  --lift: 0 8px 28px rgb(20 24 40 / 0.16), 0 1px 3px rgb(20 24 40 / 0.12), 0 0 0 1px rgb(20 24 40 / 0.06);
  --pump: #b35900;
  --claim: #5b47c2;
  --known: #0b7a5a;
  box-sizing: border-box;
  width: 380px;
  padding: 14px 16px;
  overscroll-behavior: contain;
  scrollbar-width: thin;
  border-radius: 12px;
  background: var(--paper);
  box-shadow: var(--lift);
  color: var(--ink);
  color-scheme: light;
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  letter-spacing: normal;
  word-spacing: normal;
  overflow-wrap: anywhere;
  text-align: start;
}
.card[data-ground="dark"] {
  --paper: #16181d;
  --ink: #e9ebf0;
  --soft: #a3aab8;
  --line: #2c313b;
  --edge: #767e8e;
  --lift: 0 8px 28px rgb(0 0 0 / 0.6), 0 0 0 1px #2c313b;
  --pump: #ffb057;
  --claim: #b3a6ff;
  --known: #4bd3a5;
  color-scheme: dark;
}
.section { --kind: var(--pump); }
.section[data-category="claim"] { --kind: var(--claim); }
.section + .section { margin-top: 10px; padding-top: 10px; border-top: 1px solid var(--line); }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; }
.key { flex: none; width: 16px; border-bottom: 3px solid var(--kind); }
.section[data-category="claim"] .key { border-bottom-style: dotted; }
h2 { flex: 1 1 auto; max-width: calc(100% - 24px); margin: 0; font-size: 14px; font-weight: 650; }
.level { margin-inline-start: auto; display: flex; align-items: center; gap: 8px; }
.strength { color: var(--soft); font-size: 12.5px; white-space: nowrap; }
.meter { flex: none; display: flex; gap: 3px; }
.meter i { width: 10px; height: 5px; border-radius: 3px; background: var(--line); }
.meter .full { background: var(--kind); }
h3 { margin: 10px 0 2px; color: var(--soft); font-size: 12.5px; font-weight: 500; }
p { margin: 8px 0 0; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 18px 1fr; padding: 2px 0; }
li::before { content: "–"; color: var(--soft); }
q { color: var(--soft); quotes: none; }
.questions li::before { content: "○"; }
.questions .partly::before { content: "◐"; color: var(--known); }
.questions .answered::before { content: "●"; color: var(--known); }
.questions q { color: var(--known); }
.ask { padding: 8px 10px; border-radius: 8px; background: color-mix(in srgb, var(--ink) 6%, transparent); }
.ask b { font-weight: 650; }
.others button { min-height: 24px; padding: 0; border: 0; border-radius: 3px; text-decoration: underline; text-underline-offset: 2px; }
.repeats, .others, .answers, .source, .note, .doubt { color: var(--soft); font-size: 12.5px; }
.doubt { margin: 0; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; margin-top: 12px; }
.unfold { margin-inline-start: auto; }
.unfold::after { content: " ▾"; }
.unfold[aria-expanded="true"]::after { content: " ▴"; }
.rest { margin-top: 12px; padding-top: 2px; border-top: 1px solid var(--line); }
.rest[hidden] { display: none; }
.outcome { margin: 0; }
button { min-height: 28px; padding: 3px 10px; border: 1px solid var(--edge); border-radius: 8px; background: transparent; color: var(--ink); font: inherit; font-size: 13px; text-align: start; cursor: pointer; }
button:hover { background: color-mix(in srgb, var(--ink) 6%, transparent); }
details { margin-top: 8px; }
summary { width: fit-content; color: var(--soft); font-size: 12.5px; cursor: pointer; }
summary:hover, a:hover { color: var(--ink); }
.also li:hover, .lowered li:hover, .lead:hover { background: color-mix(in srgb, var(--kind, var(--ink)) 8%, transparent); }
a { color: inherit; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--kind, var(--claim)); outline-offset: 2px; border-radius: 3px; }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) {
  .card { border: 1px solid CanvasText; }
  .meter .full { background: CanvasText; forced-color-adjust: none; }
}
`;
