/** Something that somebody did or tried. `detail` holds plain facts, never a token. */
export type AuditEvent = {
  user: string
  /** "sign_in", "token_add", … */
  action: string
  outcome: 'begun' | 'done' | 'refused' | 'failed'
  detail: Readonly<Record<string, string | number | boolean | null>>
}

export type AuditRow = AuditEvent & {
  /** From 1, without gaps. */
  seq: number
  /** Epoch milliseconds. */
  atMs: number
}

export type AuditVerdict = { whole: true; rows: number } | { whole: false; brokenAtSeq: number }
