'use client'

import { useEffect, useState } from 'react'
import { formatBytes } from '#lib/format/bytes.ts'
import { revealHidden } from '#lib/format/printable.ts'
import type { Answer } from '#lib/model/session.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { fetchAnswer } from './fetch-answer.ts'
import type { Fetched } from './fetch-json.ts'

type Props = { sessionId: string; path: string }

/** The file's text as it is on disk, read when somebody asks for it. */
export function RawAnswer({ sessionId, path }: Props) {
  const [open, setOpen] = useState(false)
  const [fetched, setFetched] = useState<Fetched<Answer> | null>(null)
  useEffect(() => {
    if (!open) return
    const controller = new AbortController()
    void fetchAnswer(sessionId, path, controller.signal).then((result) => {
      if (!controller.signal.aborted) setFetched(result)
    })
    return () => controller.abort()
  }, [open, sessionId, path])
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit text-muted hover:text-text max-md:py-3">Raw file</summary>
      {fetched === null ? (
        <p role="status" className="py-2 text-muted">
          Reading…
        </p>
      ) : fetched.ok ? (
        <RawText answer={fetched.value} />
      ) : (
        <p role="alert" className="py-2 text-failed">
          {fetched.message}
        </p>
      )}
    </details>
  )
}

function RawText({ answer: { raw, rawTruncated, sizeBytes } }: { answer: Answer }) {
  return (
    <>
      <p className="flex items-center gap-2 py-1 text-muted">
        {formatBytes(sizeBytes)}
        {rawTruncated && ', of which the beginning is shown'}
        <CopyButton text={raw} label="Copy the raw text" />
      </p>
      <pre
        tabIndex={0}
        className="max-h-[60vh] overflow-auto rounded-md bg-raised p-3 font-mono text-[12.5px] leading-[18px] break-words whitespace-pre-wrap"
      >
        {raw === '' ? 'The file is empty or cannot be read as text.' : revealHidden(raw)}
      </pre>
    </>
  )
}
