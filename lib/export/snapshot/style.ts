import { PALETTES } from '#lib/export/charts/palette.ts'
import type { ChartTheme } from '#lib/model/metrics-export.ts'

const SURFACES = {
  light: { bg: '#f7f7f8', surface: '#ffffff' },
  dark: { bg: '#0d0e11', surface: '#14161a' },
} as const

/** The colours of a theme, under the names that `PAGE_PALETTE` has for them. */
function colors(theme: ChartTheme): string {
  const { text, muted, grid, threshold, heat, series } = PALETTES[theme]
  const named = { ...SURFACES[theme], text, muted, grid, threshold, heat }
  return [...Object.entries(named), ...series.map((color, at) => [`series-${at}`, color] as const)]
    .map(([name, color]) => `--${name}:${color}`)
    .join(';')
}

/** The style sheet of a snapshot: light or dark as the system is, light on paper. */
export const SNAPSHOT_STYLE = `
:root{color-scheme:light;${colors('light')}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${colors('dark')}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1080px;padding:24px 16px 48px;background:var(--bg);color:var(--text);
font:14px/20px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
h1{margin:0;font-size:20px;line-height:28px}
h2{margin:32px 0 8px;font-size:16px;line-height:24px}
p,dl{margin:4px 0}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px}
dt,.muted{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
dl.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:8px;margin-top:24px}
@media (width<640px){dl.tiles{grid-template-columns:repeat(2,1fr)}}
.tile,.panel{background:var(--surface);border:1px solid var(--grid);border-radius:8px}
.tile{padding:8px 12px}
.tile dd{font-size:20px;line-height:28px;font-weight:600}
.tile .muted{font-size:13px;font-weight:400;line-height:20px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:16px;align-items:start}
.panel{min-width:0;overflow:hidden}
.panel svg{display:block;width:100%;height:auto}
summary{padding:6px 12px;color:var(--muted);cursor:pointer;border-top:1px solid var(--grid)}
:focus-visible{outline:2px solid var(--heat);outline-offset:-2px}
.scroll{overflow:auto}
details .scroll{max-height:480px}
table{width:100%;border-collapse:collapse;font-size:13px}
th,td{padding:6px 12px;text-align:left;border-top:1px solid var(--grid);vertical-align:top;white-space:nowrap}
td.number,th.number{text-align:right}
td.text{white-space:normal;overflow-wrap:anywhere;min-width:128px}
th{color:var(--muted);font-weight:600;border-top:0}
@media print{body{max-width:none;padding:0;background:#fff}.panel,.tile,tr{break-inside:avoid}
details{display:none}.scroll{overflow:visible}th{white-space:normal}th,td{padding:4px 8px}}
`
