import { formatCount, formatQuantity } from '#lib/format/number.ts'
import type { ImportReport } from '#lib/model/imported-run.ts'

const AGAIN_MS = 100

/** How far an import is, on one line of a terminal that is written anew; nothing where nobody looks. */
export function importProgress(quiet: boolean): {
  show(report: ImportReport, of: number): void
  end(): void
} {
  const isShown = !quiet && process.stderr.isTTY === true
  let lastMs = 0
  return {
    show({ transcripts, runs }, of) {
      if (!isShown || performance.now() - lastMs < AGAIN_MS) return
      lastMs = performance.now()
      const { read, unchanged, older, leftForLater, unreadable } = transcripts
      const done = read + unchanged + older + leftForLater + unreadable
      process.stderr.write(
        `\r\x1b[K${formatCount(done)} of ${formatQuantity(of, 'transcript')}, ${formatQuantity(runs.found, 'run')}`,
      )
    },
    end() {
      if (isShown && lastMs > 0) process.stderr.write('\r\x1b[K')
    },
  }
}
