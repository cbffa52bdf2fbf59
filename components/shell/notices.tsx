'use client'

import { FlaskConical, Info, KeyRound, LoaderCircle, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount } from '#lib/format/number.ts'
import { Age } from '../live/age.tsx'
import { useLive } from '../live/live-provider.tsx'

/** What a person must know to read the page rightly: that it is a sample, still being read, polled, kept in memory. */
export function Notices() {
  const { sampleFor, scan, watch, historyNotice } = useLive((state) => state.status)
  const connection = useLive((state) => state.connection)
  const heardAtMs = useLive((state) => state.heardAtMs)
  return (
    <>
      {connection === 'signed_out' && (
        <Notice icon={<KeyRound size={16} className="text-failed" aria-hidden />} label="Signed out">
          You are signed out: your token has expired or was revoked. What you see is no longer current.{' '}
          <a href="/sign-in" className="text-accent underline">
            Sign in again
          </a>
        </Notice>
      )}
      {connection === 'reconnecting' && (
        <Notice icon={<Unplug size={16} className="text-failed" aria-hidden />} label="Connection lost">
          The server does not answer
          {heardAtMs > 0 && (
            <>
              ; it was last heard <Age atMs={heardAtMs} />
            </>
          )}
          . What you see may be outdated. Is <code className="font-mono">npm start</code> still running?
          Trying again.
        </Notice>
      )}
      {sampleFor !== null && (
        <Notice icon={<FlaskConical size={16} aria-hidden />} label="Sample">
          <strong>This is a sample:</strong> simulated agents write, fail, hang and break files in a temporary
          directory. To watch your own, run <code className="font-mono">bin/trinitas hooks install</code>,
          which makes <code className="font-mono break-words">{sampleFor}</code> and has Claude Code write to
          it, and <code className="font-mono">npm start</code> again; or name another home:{' '}
          <code className="font-mono">npm start -- --home DIR</code>.
        </Notice>
      )}
      {scan.phase === 'scanning' && (
        <Notice
          icon={<LoaderCircle size={16} className="motion-safe:animate-spin" aria-hidden />}
          label="Reading"
        >
          Reading the home: {formatCount(scan.files)} files, {formatCount(scan.sessions)} sessions so far.
          Numbers are not complete yet.
        </Notice>
      )}
      {watch.reason !== null && (
        <Notice icon={<Info size={16} aria-hidden />} label="Polling">
          {watch.reason}
        </Notice>
      )}
      {historyNotice !== null && (
        <Notice icon={<Info size={16} aria-hidden />} label="History">
          {historyNotice}
        </Notice>
      )}
    </>
  )
}

export function Notice({ icon, label, children }: { icon: ReactNode; label: string; children: ReactNode }) {
  return (
    <div
      role="note"
      aria-label={label}
      className="flex items-start gap-2 rounded-lg border bg-surface px-3 py-2 text-[13px]"
    >
      <span className="mt-0.5 shrink-0 text-accent">{icon}</span>
      <p className="min-w-0">{children}</p>
    </div>
  )
}
