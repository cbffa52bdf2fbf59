import { CircleCheck, CircleX, Hourglass, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { printable } from '#lib/format/printable.ts'
import { type Token, type TokenState, tokenState } from '#lib/model/token.ts'
import { Time } from '../live/time.tsx'
import { RevokeButton } from './revoke-button.tsx'

type Props = {
  token: Token
  nowMs: number
  /** What it lets somebody see or do. */
  what: string
  /** Where it is ended, and by which command. */
  url: string
  command: string
  /** What somebody loses by that. */
  loss: string
  /** When it was last used. */
  children: ReactNode
}

const LOOKS: Record<TokenState, { word: string; icon: LucideIcon; color: string }> = {
  valid: { word: 'Valid', icon: CircleCheck, color: 'text-active' },
  expired: { word: 'Expired', icon: Hourglass, color: 'text-muted' },
  revoked: { word: 'Revoked', icon: CircleX, color: 'text-muted' },
}

/** One token or share: whom it is for, what it allows, until when, and the way to end it. */
export function GrantRow({ token, nowMs, what, url, command, loss, children }: Props) {
  const { id, name, role, createdAtMs, expiresAtMs } = token
  const state = tokenState(token, nowMs)
  const { word, icon: Icon, color } = LOOKS[state]
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2 last:border-0">
      <span className={`flex w-24 items-center gap-1.5 ${color}`}>
        <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
        {word}
      </span>
      <span className="min-w-0 flex-1 basis-64 break-words">
        <strong className="font-semibold">{printable(name)}</strong>{' '}
        <span className="rounded border px-1.5 text-[12px] text-muted">{role}</span>
        <span className="block text-[13px] break-words text-muted">{printable(what)}</span>
      </span>
      <span className="text-[13px] text-muted md:w-60 md:text-right">
        {expiresAtMs === null ? (
          'for ever'
        ) : (
          <>
            until <Time atMs={expiresAtMs} />
          </>
        )}
        <span className="block">
          made <Time atMs={createdAtMs} />
        </span>
        <span className="block">{children}</span>
      </span>
      <span className="flex md:w-24 md:justify-end">
        <RevokeButton name={name} id={id} url={url} command={command} ended={state !== 'valid'}>
          {loss}
        </RevokeButton>
      </span>
    </li>
  )
}
