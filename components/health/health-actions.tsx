'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState, useTransition } from 'react'
import type { WrittenReport } from '#lib/model/health.ts'
import { postJson } from '../live/fetch-json.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'

/** A check looks at every file's mode: more often than that is for whoever presses the button. */
const REFRESH_MS = 60_000

type Written = { ok: true; name: string } | { ok: false; message: string } | null

/** Checks anew, by itself while the page is looked at, and writes a report for whoever may. */
export function HealthActions() {
  const router = useRouter()
  const isOwner = useRole() === 'owner'
  const [checking, startChecking] = useTransition()
  const [written, setWritten] = useState<Written>(null)
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (!document.hidden) router.refresh()
    }, REFRESH_MS)
    return () => window.clearInterval(timer)
  }, [router])
  const check = (): void => {
    if (!checking) startChecking(() => router.refresh())
  }
  const write = (): void => {
    if (checking) return
    startChecking(async () => {
      const answer = await postJson<WrittenReport>('/api/health-checks', { write: 'report' })
      setWritten(answer.ok ? { ok: true, name: nameOf(answer.value.text) } : answer)
      if (answer.ok) router.refresh()
    })
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button onClick={check} aria-disabled={checking}>
        Check again
      </Button>
      {isOwner && (
        <Button onClick={write} aria-disabled={checking}>
          Write a report
        </Button>
      )}
      <p
        role="status"
        aria-label="Report"
        className={`break-all md:order-first ${written?.ok === false ? 'text-failed' : 'text-muted'}`}
      >
        {checking ? 'Checking…' : writtenWords(written)}
      </p>
    </div>
  )
}

function writtenWords(written: Written): string {
  if (written === null) return ''
  return written.ok ? `Written: logs/${written.name}` : written.message
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
