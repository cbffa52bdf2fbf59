import { formatQuantity } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { Problem } from '#lib/model/problem.ts'
import { ActionButton } from '../recovery/action-button.tsx'
import { LookLink } from '../recovery/repair/look-link.tsx'
import { isRepairable } from '../recovery/repair/repair-href.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Panel } from '../ui/panel.tsx'

type Props = { problems: readonly Problem[]; missing: number; expected: number | null }

/** What is wrong with the session's files, and what is missing of the expected. */
export function ProblemList({ problems, missing, expected }: Props) {
  if (problems.length === 0 && missing === 0) return null
  return (
    <Panel title="Problems" aside={formatQuantity(problems.length + (missing > 0 ? 1 : 0), 'problem')}>
      <ul>
        {missing > 0 && (
          <li className="border-b px-4 py-2 last:border-0">
            {formatQuantity(missing, 'result')} of {expected} expected {missing === 1 ? 'is' : 'are'} missing.
          </li>
        )}
        {problems.map((problem) => (
          <ProblemItem key={`${problem.path} ${problem.code}`} problem={problem} />
        ))}
      </ul>
    </Panel>
  )
}

function ProblemItem({ problem: { path, code, detail } }: { problem: Problem }) {
  const operation = operationOf(path)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2 last:border-0">
      <span className="flex min-w-0 flex-1 basis-72 flex-col">
        <span className="break-words">{revealHidden(detail)}</span>
        <span className="flex min-w-0 items-center gap-1 font-mono text-[13px] text-muted">
          <span className="break-all">{printable(path)}</span>
          <CopyButton text={path} label="Copy the path" />
        </span>
      </span>
      {isRepairable(code) && <LookLink path={path} />}
      {operation !== null && (
        <ActionButton
          label={`Undo… ${printable(path.slice(path.lastIndexOf('/') + 1))}`}
          request={{ action: 'undo', operation }}
        >
          Undo…
        </ActionButton>
      )}
    </li>
  )
}

/** What set a file aside, as its place in the quarantine says; `null` for all others. */
function operationOf(path: string): string | null {
  const [area, operation, name] = path.split('/')
  return area === '.quarantine' && name !== undefined ? (operation ?? null) : null
}
