import { formatBytes } from '#lib/format/bytes.ts'
import { printable } from '#lib/format/printable.ts'
import type { Step, StepKind } from '#lib/model/plan.ts'

const VERBS: Record<StepKind, string> = {
  move: 'Move',
  rotate: 'Rotate',
  make: 'Write',
  trash: 'Move to the trash',
  write: 'Write',
  'link-backup': 'Keep a copy',
  chmod: 'Set rights',
  'chmod-directory': 'Set rights',
  compress: 'Compress',
  decompress: 'Decompress',
  purge: 'Delete for good',
  replace: 'Change',
  'make-directory': 'Make directory',
  'remove-directory': 'Remove if empty',
}

/** One step: what is done to which file, and where it goes. */
export function StepLine({ step }: { step: Step }) {
  return (
    <li className="grid grid-cols-1 gap-x-3 text-[13px] sm:grid-cols-[8.5rem_minmax(0,1fr)]">
      <span className={step.kind === 'purge' ? 'text-failed' : 'text-muted'}>{VERBS[step.kind]}</span>
      <span className="font-mono text-[12.5px] break-all">
        <StepPaths step={step} />
      </span>
    </li>
  )
}

function StepPaths({ step }: { step: Step }) {
  switch (step.kind) {
    case 'move':
    case 'rotate':
    case 'trash':
    case 'link-backup':
    case 'compress':
    case 'decompress':
      return (
        <>
          {printable(step.from)} <span className="text-muted">→ {printable(step.to)}</span>
        </>
      )
    case 'write':
      return `${printable(step.to)} (${formatBytes(new TextEncoder().encode(step.text).length)})`
    case 'make':
      return step.sha256 === null
        ? `${printable(step.to)} (what the hook makes)`
        : `${printable(step.to)} (${formatBytes(step.sizeBytes)})`
    case 'replace':
      return printable(step.path)
    case 'purge':
      return printable(step.from)
    case 'chmod':
      return `${printable(step.path)} (${modesOf(step)})`
    case 'chmod-directory':
      return `${printable(step.path === '' ? '.' : step.path)}/ (${modesOf(step)})`
    case 'make-directory':
    case 'remove-directory':
      return `${printable(step.path)}/`
  }
}

const modesOf = ({ modeBefore, mode }: { modeBefore: number; mode: number }): string =>
  `${octal(modeBefore)} → ${octal(mode)}`

const octal = (mode: number): string => (mode & 0o7777).toString(8)
