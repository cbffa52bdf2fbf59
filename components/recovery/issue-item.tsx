import { formatBytes } from '#lib/format/bytes.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { Issue, IssueItem as Item } from '#lib/model/issue.ts'
import { Age } from '../live/age.tsx'
import { Time } from '../live/time.tsx'
import { SessionLink } from '../sessions/session-link.tsx'
import { ActionButton } from './action-button.tsx'
import { ISSUE_NAMES, SEVERITY_LOOKS, UNKNOWN_LOOK } from './issue-words.ts'
import { VERBS } from './plan-words.ts'
import { SnoozeButton } from './snooze-button.tsx'
import { WakeButton } from './wake-button.tsx'

/** One kind of thing that is wrong: how bad, since when, what mends it, and each place where it was seen. */
export function IssueItem({ issue }: { issue: Issue }) {
  const { type, severity, certainty, description, sinceMs, items, advice, snoozedUntilMs } = issue
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
          <p className="break-words text-muted">{revealHidden(advice)}</p>
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

function Remedy({ issue: { type, action, items } }: { issue: Issue }) {
  const sessions = [...new Set(items.map(({ sessionId }) => sessionId).filter((id) => id !== null))]
  if (action === null || sessions.length === 0) return null
  const words = `${VERBS[action]} ${formatQuantity(sessions.length, 'session')}…`
  return (
    <ActionButton
      label={`${words} ${ISSUE_NAMES[type]}`}
      className="md:-my-1.5"
      request={{ action, sessions, quietForMs: null }}
    >
      {words}
    </ActionButton>
  )
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
            <Place item={item} />
          </li>
        ))}
        {count > SHOWN && <li className="px-3 py-2 text-muted">And {formatCount(count - SHOWN)} more.</li>}
      </ul>
    </details>
  )
}

function Place({ item: { name, sessionId, evidence, sinceMs, sizeBytes } }: { item: Item }) {
  return (
    <>
      {sessionId === name ? (
        <SessionLink id={sessionId} />
      ) : (
        <span className="min-w-0 font-mono text-[13px] break-all">{printable(name)}</span>
      )}
      <span className="ml-auto whitespace-nowrap text-muted">
        {sizeBytes !== null && formatBytes(sizeBytes)}
        {sizeBytes !== null && sinceMs !== null && ', '}
        {sinceMs !== null && <Age atMs={sinceMs} />}
      </span>
      <span className="basis-full break-words text-muted">{revealHidden(evidence)}</span>
    </>
  )
}
