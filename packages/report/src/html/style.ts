/**
 * The style sheet of the page. Two sets of colours, each with a contrast of at least 4.5 to 1 on its ground; one drawing of a ladder for wide windows and
 * paper, one for phones; on paper everything folded is open.
 */
export const style = `
:root {
  --ground: #ffffff; --raised: #f5f6f8; --line: #d5d9e0; --text: #1b2029; --quiet: #59616e; --link: #0b57b7;
  --mark: #ffe9a8; --reset: #b3261e;
  --proven: #12693a; --likely: #0b5a8a; --possible: #7a5200; --undetermined: #6a3d9a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --raised: #1d2128; --line: #39404b; --text: #e4e7ec; --quiet: #a3abb8; --link: #8ab8f5;
    --mark: #5c4a12; --reset: #ff9088;
    --proven: #6fcf97; --likely: #74c0ea; --possible: #e5b95c; --undetermined: #c7a4ee;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main, footer { max-width: 60rem; margin: 0 auto; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2rem 0 .6rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin-top: 0; }
h2 { font-size: 1.35rem; }
h3 { font-size: 1.1rem; }
h4 { font-size: 1rem; margin-top: 1.2rem; }
p, ul, ol, dl, figure { margin: .6rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre, svg.ladder, svg.spread { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
code { font-size: .875em; overflow-wrap: anywhere; unicode-bidi: isolate; }
p code, li code, dd code, td code { background: var(--raised); border-radius: .2em; padding: .05em .3em; }
pre { margin: .6rem 0; padding: .6rem .8rem; background: var(--raised); border-left: 3px solid var(--line); white-space: pre-wrap; }
pre.drawing { white-space: pre; overflow-x: auto; }
pre code { padding: 0; background: none; }
ol, ul { padding-left: 1.5rem; }
li { margin: .35rem 0; overflow-wrap: anywhere; }
li ul { color: var(--quiet); font-size: .9375rem; list-style: none; padding-left: 0; margin: .15rem 0; }
li ul li { margin: .1rem 0; padding-left: .8rem; border-left: 2px solid var(--line); }
section.finding { margin-top: 2.5rem; padding-top: .2rem; border-top: 1px solid var(--line); }
.name { color: var(--quiet); font-weight: 400; }
.verdict { display: inline-block; padding: 0 .5em; border: 1px solid currentColor; border-radius: 1em; font-size: .8125rem; font-weight: 600; line-height: 1.5; vertical-align: middle; }
.proven { color: var(--proven); } .likely { color: var(--likely); } .possible { color: var(--possible); } .undetermined { color: var(--undetermined); }
dl > div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 0 1rem; padding: .2rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
dl > .weighty { padding: .5rem .8rem; margin-bottom: .3rem; background: var(--raised); border-left: 3px solid var(--line); }
.weighty dt { color: var(--text); font-weight: 600; line-height: 1.575; }
.weighty dd { font-size: 1.125rem; line-height: 1.4; }
.weighty pre { background: var(--ground); }
.weighty + div:not(.weighty) { margin-top: .5rem; }
details { margin: .6rem 0; border: 1px solid var(--line); border-radius: .4rem; padding: 0 .8rem; }
details[open] { padding-bottom: .4rem; }
summary { cursor: pointer; padding: .5rem 0; }
summary > * { display: inline; margin: 0; font-size: 1rem; }
.table { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; font-size: .9375rem; min-width: min(100%, 30rem); }
caption { text-align: left; color: var(--quiet); padding-bottom: .2rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 600; }
tbody th { font-weight: 400; white-space: nowrap; }
.stack td:not(:last-child) { white-space: nowrap; }
.numeric { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: .6rem 0 1rem; }
figcaption, footer { color: var(--quiet); font-size: .875rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); }
svg.ladder { display: block; max-width: 100%; height: auto; font-size: 12px; }
svg.spread { display: block; max-width: 100%; height: auto; font-size: 12px; margin-top: .3rem; }
svg .count { fill: var(--link); }
svg.narrow { display: none; }
svg text { fill: var(--text); }
svg .end { font-weight: 600; }
svg .seconds, svg .note, svg .gap { fill: var(--quiet); }
svg .gap { font-style: italic; }
svg .reset { fill: var(--reset); font-weight: 700; }
svg path { fill: none; stroke: var(--text); }
svg .bar { stroke: var(--quiet); }
svg .broken { stroke-dasharray: 2 5; }
svg .head { fill: var(--text); stroke: none; }
svg path.reset { stroke: var(--reset); stroke-width: 2; fill: none; }
svg path.head.reset { fill: var(--reset); stroke: none; }
svg path.arrow.repeat { stroke-dasharray: 6 4; }
svg path.arrow.icmp { stroke-dasharray: 1 4; }
svg .mark { fill: var(--mark); }
@media screen and (max-width: 46rem) {
  body { padding: 1rem .75rem 2rem; }
  h1 { font-size: 1.35rem; }
  dl > div { grid-template-columns: minmax(0, 1fr); }
  dt { font-size: .875rem; }
  svg.wide { display: none; }
  svg.narrow { display: block; }
  .stack thead { display: none; }
  .stack table, .stack caption, .stack tbody { display: block; }
  .stack tr { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .stack th, .stack td { padding: 0; border: 0; text-align: left; }
  .stack .numeric::before { content: attr(data-title) ": "; color: var(--quiet); }
  .stack td:last-child { flex-basis: 100%; }
}
@media print {
  :root {
    --ground: #fff; --raised: #f5f5f5; --line: #bbb; --text: #000; --quiet: #444; --link: #000; --mark: #ffe9a8; --reset: #a00;
    --proven: #000; --likely: #000; --possible: #000; --undetermined: #000;
  }
  html { font-size: 10pt; }
  body { padding: 0; }
  main, footer { max-width: none; }
  svg.wide { display: block; }
  svg.narrow { display: none; }
  details { border: 0; padding: 0; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  summary { list-style: none; }
  h2, h3, h4, summary { break-after: avoid; }
  pre, figure, tr, dl > div { break-inside: avoid; }
}
`;

/** Of the style sheet, for the page's policy: no other style may be applied. A test says what it has to be. */
export const styleHash = 'sha256-fLnmUPSOaPgrq/+naP3cyiJUsT11qbUHyqvUqysWjr0=';
