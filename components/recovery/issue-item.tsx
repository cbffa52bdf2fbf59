import { formatBytes } from '#lib/format/bytes.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { Issue, IssueType, IssueItem as Item } from '#lib/model/issue.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { remedyOf } from '#lib/model/remedy.ts'
import { Age } from '../live/age.tsx'
import { Time } from '../live/time.tsx'
import { SessionLink } from '../sessions/session-link.tsx'
import { ActionButton } from './action-button.tsx'
import { ISSUE_NAMES, SEVERITY_LOOKS, UNKNOWN_LOOK } from './issue-words.ts'
import { VERBS } from './plan-words.ts'
import { LookLink } from './repair/look-link.tsx'
import { SnoozeButton } from './snooze-button.tsx'
import { WakeButton } from './wake-button.tsx'

/** One kind of thing that is wrong: how bad, since when, what mends it, and each place where it was seen. */
export function IssueItem({ issue }: { issue: Issue }) {
  const { type, severity, certainty, description, sinceMs, items, action, advice, snoozedUntilMs } = issue
  const { word, icon: Icon, color } = certainty === 'unknown' ? UNKNOWN_LOOK : SEVERITY_LOOKS[severity]
  return (
    <li className="flex flex-col gap-2 border-b px-4 py-3 last:border-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <span className={`flex w-24 items-center gap-1.5 ${color}`}>
          <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
          {word}
        </span>
        <div className="min-w-0 flex-1 basis-72">
          <h3 className="font-semibold">{ISSUE_NAMES[type]}</h3>
          <p className="break-words">
            {revealHidden(description)}{' '}
            {sinceMs !== null && (
              <span className="text-muted">
                since <Age atMs={sinceMs} />
              </span>
            )}
          </p>
          <p className="break-words text-muted">
            {action === null && <span className="font-semibold">By hand: </span>}
            {revealHidden(advice)}
          </p>
          {snoozedUntilMs !== null && (
            <p>
              Snoozed until <Time atMs={snoozedUntilMs} />
            </p>
          )}
        </div>
        <Remedy issue={issue} />
        {snoozedUntilMs === null ? <SnoozeButton type={type} /> : <WakeButton type={type} />}
      </div>
      {items.length > 0 && <Items issue={issue} />}
    </li>
  )
}

function Remedy({ issue }: { issue: Issue }) {
  const request = remedyOf(issue)
  if (request === null) return null
  const words = `${remedyWords(request)}…`
  return (
    <ActionButton label={`${words} ${ISSUE_NAMES[issue.type]}`} className="md:-my-1.5" request={request}>
      {words}
    </ActionButton>
  )
}

function remedyWords(request: PlanRequest): string {
  const named = 'sessions' in request && request.sessions !== null ? request.sessions.length : 0
  return named > 0 ? `${VERBS[request.action]} ${formatQuantity(named, 'session')}` : VERBS[request.action]
}

/** As many as a person reads; all of them are in the API. */
const SHOWN = 100

function Items({ issue: { type, items, count } }: { issue: Issue }) {
  return (
    <details className="md:ml-27">
      <summary className="w-fit text-muted hover:text-text max-md:py-3">
        Show {formatCount(count)}
        <span className="sr-only"> {ISSUE_NAMES[type].toLowerCase()}</span>
      </summary>
      <ul className="mt-2 rounded-md border">
        {items.slice(0, SHOWN).map((item) => (
          <li
            key={`${item.name} ${item.evidence}`}
            className="flex flex-wrap items-baseline gap-x-3 border-b px-3 py-1.5 last:border-0"
          >
            <Place item={item} looks={LOOKED_AT.has(type) && item.sizeBytes !== null} />
          </li>
        ))}
        {count > SHOWN && <li className="px-3 py-2 text-muted">And {formatCount(count - SHOWN)} more.</li>}
      </ul>
    </details>
  )
}

/** Whose items are files that may be repaired; what could not be seen has no size. */
const LOOKED_AT: ReadonlySet<IssueType> = new Set(['corrupted_json', 'truncated_report'])

function Place({
  item: { name, sessionId, evidence, sinceMs, sizeBytes },
  looks,
}: {
  item: Item
  looks: boolean
}) {
  return (
    <>
      {sessionId === name ? (
        <SessionLink id={sessionId} />
      ) : (
        <span className="min-w-0 font-mono text-[13px] break-all">{printable(name)}</span>
      )}
      <span className="ml-auto flex gap-x-3 whitespace-nowrap text-muted">
        <span>
          {sizeBytes !== null && formatBytes(sizeBytes)}
          {sizeBytes !== null && sinceMs !== null && ', '}
          {sinceMs !== null && <Age atMs={sinceMs} />}
        </span>
        {looks && <LookLink path={name} />}
      </span>
      <span className="basis-full text-muted wrap-anywhere">{revealHidden(evidence)}</span>
    </>
  )
}
