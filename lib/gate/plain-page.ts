type Page = { nonce: string; title: string; body: string }

/** A page that needs nothing of the application. Its icon is none: a browser would ask for one, and be refused. */
export function plainPage({ nonce, title, body }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title} · Trinitas Monitor</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>Trinitas Monitor</h1>
${body}
</body>
</html>
`
}

const STYLE = `
:root { color-scheme: light dark; --bg: light-dark(#f7f7f8, #0d0e11); --surface: light-dark(#fff, #14161a);
  --line: light-dark(#e2e3e7, #282c34); --text: light-dark(#17181c, #e8eaee); --muted: light-dark(#5a5f6b, #9aa2b1);
  --accent: light-dark(#1f5bd8, #82aaff); --on-accent: light-dark(#fff, #0d0e11) }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/20px system-ui, sans-serif }
main { box-sizing: border-box; max-width: 416px; margin: 16vh auto 0; padding: 24px; background: var(--surface);
  border: 1px solid var(--line); border-radius: 8px }
@media (width < 448px) { main { margin: 16px } }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px }
p { margin: 0 0 16px; color: var(--muted); overflow-wrap: break-word }
label { display: block; margin-bottom: 4px; font-weight: 500 }
input { box-sizing: border-box; width: 100%; height: 44px; padding: 0 12px; font: 13px ui-monospace, monospace;
  color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 6px }
button { width: 100%; height: 44px; margin-top: 16px; font: 600 14px system-ui, sans-serif; color: var(--on-accent);
  background: var(--accent); border: 0; border-radius: 6px; cursor: pointer }
button:disabled { opacity: .6 }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
