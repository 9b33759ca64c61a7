/** The whole look of a report: one column, light and dark, phone, desk and paper. */
export const STYLESHEET = `
:root{color-scheme:light dark;--ink:#1a1d21;--soft:#565e68;--paper:#fff;--panel:#f4f6f8;--line:#d5dae0;--accent:#0b62a8}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a4adb8;--paper:#14171a;--panel:#1e2328;--line:#39414a;--accent:#7cb8ee}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.3rem;line-height:1.3;margin:2.5rem 0 .5rem;padding-top:.6rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.5rem 0;max-width:44rem;overflow-wrap:anywhere}
a{color:var(--accent)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:1rem 0 0;padding:0}
figure{margin:1.25rem 0}
figcaption,caption{color:var(--soft);font-size:.9rem;text-align:left;overflow-wrap:anywhere}
figcaption{margin-top:.4rem;max-width:44rem}
caption{padding-bottom:.4rem}
caption span{display:inline-block;position:sticky;left:0;max-width:min(44rem,calc(100vw - 2rem))}
.plot svg{display:block;width:100%;max-width:40rem;height:auto}
.scroll{overflow-x:auto;margin:1.25rem 0;background:linear-gradient(90deg,var(--paper) 30%,transparent),linear-gradient(270deg,var(--paper) 30%,transparent) 100% 0,linear-gradient(90deg,var(--line),transparent),linear-gradient(270deg,var(--line),transparent) 100% 0;background-repeat:no-repeat;background-size:2rem 100%,2rem 100%,.75rem 100%,.75rem 100%;background-attachment:local,local,scroll,scroll}
.scroll:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top;text-align:left}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:2px solid var(--line);vertical-align:bottom}
tbody th{font-weight:600}
td{white-space:nowrap}
.right{text-align:right}.center{text-align:center}
.unit{color:var(--soft);font-weight:400}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.75rem;overflow-x:auto;font:.85rem/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.75rem;margin:1.25rem 0}
.figures div{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.75rem 1rem}
.figures dt{color:var(--soft);font-size:.85rem}
.figures dd{margin:0}
.figures .value{font-size:1.5rem;font-weight:650;line-height:1.3;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.figures .small{color:var(--soft);font-size:.85rem}
.made td{white-space:normal;overflow-wrap:anywhere}
.hash{font-family:ui-monospace,monospace;font-size:.8rem;white-space:normal;overflow-wrap:anywhere}
@media print{
:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff;--panel:#fff;--line:#bbb;--accent:#000}
body{font-size:10pt}main{max-width:none;padding:0}nav{display:none}
h2,h3,caption{break-after:avoid}figure,tr,.figures div,pre{break-inside:avoid}thead{display:table-header-group}
.scroll{overflow:visible;background:none}caption span{max-width:none}td{white-space:normal}.plot svg{max-width:15cm}
@page{margin:1.8cm}}
`.trim();
