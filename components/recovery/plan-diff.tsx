import { revealHidden } from '#lib/format/printable.ts'

const TINTS: Readonly<Record<string, string>> = {
  '+': 'bg-active/10',
  '-': 'bg-failed/10',
  '@': 'text-muted',
}
const WORDS: Readonly<Record<string, string>> = { '+': 'Added: ', '-': 'Removed: ' }

/** What changes in the text of a file, line by line. */
export function PlanDiff({ name, lines }: { name: string; lines: readonly string[] }) {
  return (
    <ol
      tabIndex={0}
      aria-label={`Changes in ${name}`}
      className="max-h-80 overflow-auto overscroll-contain rounded-md border font-mono text-[12.5px] leading-5"
    >
      {lines.map((line, at) => (
        // They never change places, so that their place is their name.
        <li key={String(at)} className={`px-3 whitespace-pre ${TINTS[line.charAt(0)] ?? ''}`}>
          <span className="sr-only">{WORDS[line.charAt(0)] ?? ''}</span>
          <span aria-hidden>{line.charAt(0)}</span>
          {revealHidden(line.slice(1))}
        </li>
      ))}
    </ol>
  )
}
