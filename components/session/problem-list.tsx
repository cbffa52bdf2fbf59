import { formatQuantity } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { Problem } from '#lib/model/problem.ts'
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
        {problems.map(({ path, code, detail }) => (
          <li key={`${path} ${code}`} className="flex flex-col border-b px-4 py-2 last:border-0">
            <span className="break-words">{revealHidden(detail)}</span>
            <span className="flex min-w-0 items-center gap-1 font-mono text-[13px] text-muted">
              <span className="break-all">{printable(path)}</span>
              <CopyButton text={path} label="Copy the path" />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
