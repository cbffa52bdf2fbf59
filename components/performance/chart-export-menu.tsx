'use client'

import { Download } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useId, useState } from 'react'
import { fetchText } from '../live/fetch-text.ts'
import { useHydrated } from '../live/use-hydrated.ts'
import { csvHref, type ExportedChart, svgHref } from './chart-href.ts'
import { drawPng, saveFile } from './draw-png.ts'
import { useDisclosure } from './use-disclosure.ts'

const ITEM = 'control flex w-full items-center rounded-sm px-3 py-1.5 text-left hover:bg-raised'

/** What a chart can be kept as. `title` is that of the chart, `query` the range and filter as in the URL of the page. */
export function ChartExportMenu({ title, ...exported }: ExportedChart & { title: string }) {
  const { open, setOpen, root } = useDisclosure()
  const [fault, setFault] = useState<string | null>(null)
  const id = useId()
  const { resolvedTheme } = useTheme()
  const theme = useHydrated() && resolvedTheme === 'dark' ? 'dark' : 'light'
  const svg = svgHref(exported, theme)
  const savePng = async (): Promise<void> => {
    setFault(null)
    const fetched = await fetchText(svg)
    if (!fetched.ok) return setFault(fetched.message)
    saveFile(await drawPng(fetched.value), `trinitas-${exported.chart}.png`)
    setOpen(false)
  }
  const close = (): void => setOpen(false)
  return (
    <div ref={root} className="relative">
      <button
        type="button"
        aria-label={`Export ${title}`}
        aria-expanded={open}
        aria-controls={id}
        className="touch inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text"
        onClick={() => setOpen(!open)}
      >
        <Download size={16} aria-hidden />
      </button>
      <ul id={id} hidden={!open} className="panel absolute right-0 z-20 w-44 p-1 text-text shadow-lg">
        <li>
          <a className={ITEM} href={svg} download onClick={close}>
            Download SVG
          </a>
        </li>
        <li>
          <button type="button" className={ITEM} onClick={() => void savePng()}>
            Download PNG
          </button>
        </li>
        <li>
          <a
            className={ITEM}
            href={csvHref({ table: exported.chart, query: exported.query })}
            download
            onClick={close}
          >
            Download CSV
          </a>
        </li>
      </ul>
      {fault !== null && (
        <p role="alert" className="text-[13px] text-failed">
          {fault}
        </p>
      )}
    </div>
  )
}
