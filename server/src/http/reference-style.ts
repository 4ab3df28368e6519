/** Style of `/docs`: one column of text, contents beside it where there is room, light and dark. */
export const referenceStyle = `
:root { color-scheme: light dark; --ink: light-dark(#1c1b22, #e9e7ef); --soft: light-dark(#6a6775, #a29fb0); --line: light-dark(#e4e2ea, #34323e);
  --page: light-dark(#fdfcfb, #17161c); --panel: light-dark(#f5f3f1, #201f27); --accent: light-dark(#a8480a, #f2a25c); }
* { box-sizing: border-box }
html { scroll-behavior: smooth; scroll-padding-top: 1rem }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 52rem); gap: 3rem; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, sans-serif }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem 3rem 1.5rem; border-right: 1px solid var(--line); font-size: 13px }
nav ul { list-style: none; margin: 0; padding: 0 }
nav > ul > li { margin-top: .9rem }
nav > ul > li > a { font-weight: 600; color: var(--ink) }
nav li li a { display: block; padding: .15rem 0; color: var(--soft) }
.brand { margin: 0; font-size: 16px; font-weight: 650 } .brand span { color: var(--accent) }
main { padding: 2.5rem 1.5rem 6rem 0 }
h1 { font-size: 30px; letter-spacing: -.02em; margin: 0 0 .5rem }
h2 { font-size: 20px; margin: 3.5rem 0 1rem; padding-bottom: .4rem; border-bottom: 1px solid var(--line); text-transform: capitalize }
h3 { font-size: 15px; margin: 0 } h4 { margin: 1.2rem 0 .3rem; font-size: 12px; color: var(--soft); text-transform: uppercase; letter-spacing: .06em }
section { padding: 1.2rem 0; border-bottom: 1px solid var(--line) }
.summary { font-weight: 600; margin: .5rem 0 .2rem } p { margin: .3rem 0 }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px }
code { font: 13px/1.4 ui-monospace, monospace; background: var(--panel); padding: .1em .3em; border-radius: 4px; overflow-wrap: anywhere }
h3 code { background: none; padding: 0; font-size: 15px } h3 b { color: var(--accent) }
.note { color: var(--soft); font-size: 13px } dl { margin: .3rem 0 } dt { margin-top: .55rem } dd { margin: 0 0 0 1rem }
.fields .fields { border-left: 2px solid var(--line); padding-left: .8rem; margin-left: 0 }
ul.variants { padding-left: 1.1rem } details { margin: .25rem 0 } summary { cursor: pointer }
.good { color: light-dark(#1d7a3d, #74cf94) } .bad { color: light-dark(#b3261e, #f2938c) }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line) }
@media (max-width: 60rem) { body { display: block; padding: 0 1.25rem } nav { position: static; height: auto; border: 0; padding: 1.25rem 0 } nav ul ul { display: none } nav > ul { display: flex; flex-wrap: wrap; gap: .2rem 1rem } nav > ul > li { margin: 0 } main { padding: 0 0 4rem } }
`
