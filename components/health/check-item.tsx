import { revealHidden } from '#lib/format/printable.ts'
import { HEALTH_NAMES, type HealthCheck } from '#lib/model/health.ts'
import { ActionButton } from '../recovery/action-button.tsx'
import { VERBS } from '../recovery/plan-words.ts'
import { HealthBadge } from './health-badge.tsx'
import { RESULT_LOOKS } from './health-words.ts'

/** One check: its result, what to do and the plan that does it; what was seen stands open where something is wrong. */
export function CheckItem({ check }: { check: HealthCheck }) {
  const { id, result, summary, evidence, advice, request } = check
  const name = HEALTH_NAMES[id]
  return (
    <li className="flex flex-col gap-2 border-b px-4 py-3 last:border-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <HealthBadge look={RESULT_LOOKS[result]} />
        <div className="min-w-0 flex-1 basis-72">
          <h3 className="font-semibold">{name}</h3>
          <p className="break-words">{revealHidden(summary)}</p>
          {result !== 'ok' && advice !== null && (
            <p className="break-words text-muted">
              {request === null && <span className="font-semibold">By hand: </span>}
              {revealHidden(advice)}
            </p>
          )}
        </div>
        {request !== null && (
          <ActionButton
            label={`${VERBS[request.action]}… ${name}`}
            className="md:-my-1.5"
            request={request}
          >{`${VERBS[request.action]}…`}</ActionButton>
        )}
      </div>
      {evidence.length > 0 && (
        <details className="md:ml-27" open={result === 'critical' || result === 'warning'}>
          <summary className="w-fit text-muted hover:text-text max-md:py-3">
            What was seen<span className="sr-only">: {name}</span>
          </summary>
          <ul className="mt-1 text-muted">
            {[...new Set(evidence)].map((line) => (
              <li key={line} className="wrap-anywhere">
                {revealHidden(line)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}
