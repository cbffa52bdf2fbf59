import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { build } from 'esbuild'

const SOURCE = `
  import { createRoot } from 'react-dom/client'
  import { ChartExportMenu } from './components/performance/chart-export-menu.tsx'
  const place = document.createElement('div')
  place.style.cssText = 'position:fixed;top:80px;right:40px;z-index:50;background:var(--surface)'
  document.querySelector('main').append(place)
  createRoot(place).render(<ChartExportMenu title="Errors" chart="errors" query="within=1h" />)
`

/** Puts the menu of a chart on the page that is open, with its styles and under its policy. */
export async function mountExportMenu(page: Page): Promise<void> {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'tsx' },
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  await page.evaluate(outputFiles[0]?.text ?? '')
}
