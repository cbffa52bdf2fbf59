import type { AuditRow, AuditVerdict } from './audit.ts'
import type { Identity } from './identity.ts'
import type { Issue, IssueType } from './issue.ts'
import type { Operation, OperationEvent } from './operation.ts'
import type { Pin } from './pin.ts'
import type { Plan, PlanSummary } from './plan.ts'
import type { RepairPreview } from './repair.ts'
import type { Retention, RetentionPreview } from './retention.ts'

/** What somebody asks to be done. */
export type PlanRequest =
  /**
   * `sessions` names them; `null` is every one that has been quiet for long enough, as far as a run may go. `matching` is
   * the query of a list of sessions, as it stands in its URL: those of it that are stale.
   */
  | {
      action: 'clean_up' | 'recover'
      sessions: string[] | null
      quietForMs: number | null
      matching?: string | undefined
    }
  /**
   * `files` are paths below the results directory, or absolute ones below it or the home; `null` is every broken one.
   * `accept` takes what is proposed for a file though only a person can say that it was meant.
   */
  | { action: 'repair'; files: string[] | null; accept: boolean }
  /** `null` is every session that has ended and was never integrated. */
  | { action: 'integrate'; sessions: string[] | null }
  | { action: 'fix_permissions' | 'free_space' }
  /** `replace`: hooks of the original, those that crontabs call too, are exchanged for what comes with this program. */
  | { action: 'fix_hooks'; old?: 'keep' | 'replace' | undefined }
  /** `project` is a directory, or `null` for the settings of the user. `old`: what becomes of calls of the original's hooks. */
  | { action: 'install_hooks'; project: string | null; old: 'keep' | 'replace' }
  | { action: 'uninstall_hooks'; project: string | null }
  /** Ended ones, by name, though nothing else holds what they say. */
  | { action: 'trash_sessions'; sessions: string[] }
  /** Result files of runs that only transcripts tell of: of all that were imported, or those that ended since. */
  | { action: 'import_results'; sinceMs: number | null }
  | { action: 'undo'; operation: string }
  | { action: 'trash_restore'; entries: string[] | null }
  /** `expired`: what has been in the trash past its retention, and no more. */
  | { action: 'trash_purge'; entries: string[] | null; expired?: boolean | undefined }

/** Who said that what is past its retention in the trash may go without being asked for each time. */
export type Consent = { user: string; givenAtMs: number }

/** What is typed to give it. */
export const CONSENT_WORDS = 'purge expired trash'

/** What one operation put into the trash. */
export type TrashEntry = {
  /** The operation's id, which is the name of its directory in the trash. */
  id: string
  /** Epoch milliseconds. */
  trashedAtMs: number
  files: number
  sizeBytes: number
  /** Whether it has been there past its retention. */
  expired: boolean
}

export type AuditQuery = {
  user: string | null
  action: string | null
  outcome: AuditRow['outcome'] | null
  fromMs: number | null
  untilMs: number | null
  /** Rows before this one; `null` from the newest on. */
  beforeSeq: number | null
  limit: number
}

/** `users` and `actions` are those that occur, for the filters. */
export type AuditPage = { rows: AuditRow[]; more: boolean; users: string[]; actions: string[] }

/** Whatever changes a home, and the record of it. Every change asks for an owner again. */
export type Recovery = {
  /**
   * Throws `AppError('nothing_to_do')` where nothing is there to be done, and `AppError('all_left_out')` where something
   * is and none of it can be, with the reasons.
   */
  plan(by: Identity, request: PlanRequest): Promise<Plan>
  /**
   * Does what a plan says, or nothing: the first event is `refused` where it may not be done as it was shown. Its work
   * goes on though nobody listens any more.
   */
  execute(by: Identity, planId: string, typed: string | null): AsyncIterable<OperationEvent>
  /** For how long what has ended is kept. */
  retention: Retention
  previewRetention(): Promise<RetentionPreview>
  /** The newest first. */
  operations(limit: number): Operation[]
  operation(id: string): Operation | null
  trash(): TrashEntry[]
  /** `null` where nobody gave it. */
  consent(): Consent | null
  /** Throws `AppError('not_confirmed')` unless `CONSENT_WORDS` were typed; `null` withdraws it. */
  setConsent(by: Identity, typed: string | null): void
  /**
   * A broken file beside what could stand for it, texts cut to what a person compares unless it is asked for `whole`;
   * `null` where there is no such file.
   */
  previewRepair(path: string, options: { whole: boolean }): Promise<RepairPreview | null>
  /** Throws `AppError('session_not_found')` where a session is to be kept that is not there. */
  setPin(by: Identity, sessionId: string, pinned: boolean): Promise<void>
  pin(sessionId: string): Pin | null
  pins(): Pin[]
  audit(query: AuditQuery): AuditPage
  verifyAudit(): AuditVerdict
  /** Issues of a type are not to be spoken of until then; `null` ends that. */
  snooze(by: Identity, type: IssueType, untilMs: number | null): void
  /** Issues, each with until when it is snoozed. */
  withSnoozes(issues: readonly Issue[]): Issue[]
}

/** As much of a plan as a page shows at first. */
const SHOWN = 100

export function summarizePlan({ items, omitted, ...plan }: Plan): PlanSummary {
  return {
    ...plan,
    items: items.length,
    shown: items.slice(0, SHOWN),
    omitted: omitted.length,
    shownOmitted: omitted.slice(0, SHOWN),
  }
}
