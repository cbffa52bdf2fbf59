import { AppError } from '#lib/errors.ts'
import type { Audit } from '#lib/journal/audit.ts'

export type Refusal = {
  /** Why: "host", "origin", "no_token", … */
  reason: string
  /** Who, as far as it is known. */
  user: string
  address: string
  method: string
  /** The route's pattern, never the request's own text. */
  route: string
}

export type RefusalAudit = {
  note(refusal: Refusal): void
  /** Writes what was only counted. */
  flush(): void
}

/** A row for the first refusal of a kind, then one a minute with how many there were: nobody fills a disk by asking. */
const REPEAT_MS = 60_000
const KINDS_LIMIT = 100

type Kind = { refusal: Refusal; writtenMs: number; unwritten: number }

/** Stands for kinds beyond the limit: one who has many addresses would otherwise have as many rows. */
const OTHERS = { reason: 'various', user: 'various', address: 'various', method: '', route: '' }

export function createRefusalAudit(audit: () => Audit, now: () => number): RefusalAudit {
  const kinds = new Map<string, Kind>()
  const write = (kind: Kind): void => {
    const { user, ...facts } = kind.refusal
    const detail = { ...facts, repeated: kind.unwritten }
    kind.writtenMs = now()
    kind.unwritten = 0
    appendWherePossible(audit, { user, action: 'request', outcome: 'refused', detail })
  }
  const forgetOld = (): void => {
    for (const [key, kind] of kinds) {
      if (now() - kind.writtenMs < REPEAT_MS) continue
      if (kind.unwritten > 0) write(kind)
      kinds.delete(key)
    }
  }
  const count = (refusal: Refusal): void => {
    const key = `${refusal.reason} ${refusal.user} ${refusal.address}`
    const kind = kinds.get(key)
    if (kind !== undefined) {
      kind.unwritten += 1
      if (now() - kind.writtenMs >= REPEAT_MS) write(kind)
      return
    }
    if (kinds.size >= KINDS_LIMIT) forgetOld()
    if (kinds.size >= KINDS_LIMIT && refusal !== OTHERS) {
      count(OTHERS)
      return
    }
    const fresh = { refusal, writtenMs: 0, unwritten: 0 }
    kinds.set(key, fresh)
    write(fresh)
  }
  return {
    note: count,
    flush() {
      for (const kind of kinds.values()) if (kind.unwritten > 0) write(kind)
    },
  }
}

/** A refusal stands though it cannot be recorded; whoever runs the server learns of it. */
function appendWherePossible(audit: () => Audit, event: Parameters<Audit['append']>[0]): void {
  try {
    audit().append(event)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    console.error(error.message)
  }
}
