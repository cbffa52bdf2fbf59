import { formatQuantity } from '#lib/format/number.ts'
import type { LogGap } from '#lib/model/log.ts'
import { Button } from '../ui/button.tsx'

type Props = { gap: LogGap; startPx: number; onLoad: () => void }

/** As high as a button of a finger's width. */
export const GAP_PX = 32

/** Says where lines are missing that were written faster than they could be followed, and reads them. */
export function LogGridGap({ gap: { lines }, startPx, onLoad }: Props) {
  const what = `${formatQuantity(lines, 'line')} skipped here`
  return (
    <div
      role="row"
      tabIndex={-1}
      className="absolute right-0 left-0 z-10 flex items-center gap-3 border-y bg-surface px-3 text-stale"
      style={{ top: startPx, height: GAP_PX }}
    >
      <div role="gridcell" tabIndex={-1} className="flex items-center gap-3">
        <span>{what}</span>
        <Button onClick={onLoad} aria-label={`Load: ${what}`}>
          Load
        </Button>
      </div>
    </div>
  )
}
