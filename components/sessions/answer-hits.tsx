'use client'

import { X } from 'lucide-react'
import Link from 'next/link'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { AnswerSearch } from '../live/use-answer-search.ts'
import { Button } from '../ui/button.tsx'
import { answerHref, SessionLink } from './session-link.tsx'

type Props = { search: AnswerSearch & { stop(): void; clear(): void } }

/** What the search through the answers found so far. */
export function AnswerHits({ search }: Props) {
  return (
    <section aria-label="Found in answers" className="panel max-h-[40%] shrink-0 overflow-auto">
      <div className="sticky top-0 flex flex-wrap items-center gap-2 border-b bg-surface px-4 py-1">
        <p role="status" className="mr-auto">
          {describe(search)}
        </p>
        {search.phase === 'searching' && <Button onClick={search.stop}>Stop</Button>}
        <Button onClick={search.clear} aria-label="Close the search in answers">
          <X size={14} aria-hidden />
        </Button>
      </div>
      <ul>
        {search.hits.map(({ sessionId, path, agent, snippet }) => (
          <li key={path} className="flex flex-col gap-1 border-b px-4 py-2 last:border-0">
            <span className="flex min-w-0 gap-2">
              <SessionLink id={sessionId} />
              <span className="shrink-0 text-muted">{printable(agent ?? 'unknown agent')}</span>
            </span>
            <Link
              href={answerHref(sessionId, path)}
              prefetch={false}
              className="text-[13px] break-words hover:underline"
            >
              <Marked text={revealHidden(snippet)} wanted={search.text} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function describe({ phase, text, hits, searched, of, limited, fault }: AnswerSearch): string {
  const found = `${formatQuantity(hits.length, 'answer')} with “${text}”`
  switch (phase) {
    case 'idle':
      return ''
    case 'searching':
      return `${found}; searched ${formatCount(searched)} of ${formatCount(of)}…`
    case 'stopped':
      return `${found}; stopped after ${formatCount(searched)} of ${formatCount(of)}.`
    case 'error':
      return `The search broke off: ${fault}`
    case 'done':
      return limited
        ? `The first ${found}, newest first.`
        : `${found}, in all ${formatCount(searched)} on disk.`
  }
}

function Marked({ text, wanted }: { text: string; wanted: string }) {
  const at = text.toLowerCase().indexOf(wanted.toLowerCase())
  if (at === -1) return text
  return (
    <>
      {text.slice(0, at)}
      <mark className="rounded-sm bg-accent/20 text-text">{text.slice(at, at + wanted.length)}</mark>
      {text.slice(at + wanted.length)}
    </>
  )
}
