import { formatBytes } from '#lib/format/bytes.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { ItemOutcome, Operation } from '#lib/model/operation.ts'
import type { Plan, PlanItem, PlanOmission, Step } from '#lib/model/plan.ts'
import { styled } from './print.ts'

const ITEMS_SHOWN = 50
const STEPS_SHOWN = 20

/** What is about to be done, item by item and step by step, as far as somebody reads it. */
export function planLines({ items, omitted, files, sizeBytes, reversible }: Plan): string[] {
  return [
    ...items.slice(0, ITEMS_SHOWN).flatMap(itemLines),
    ...moreLine(items.length - ITEMS_SHOWN, ''),
    ...omittedLines(omitted),
    '',
    `${formatQuantity(items.length, 'item')}, ${formatQuantity(files, 'file')}, ${formatBytes(sizeBytes)}. ${
      reversible ? '"trinitas undo" brings everything back.' : 'This cannot be taken back.'
    }`,
  ]
}

function itemLines({ name, reason, steps, diff = [] }: PlanItem): string[] {
  return [
    `${printable(name)}: ${printable(reason)}`,
    ...steps.slice(0, STEPS_SHOWN).map((step) => `    ${printable(describeStep(step))}`),
    ...moreLine(steps.length - STEPS_SHOWN, '    '),
    ...diff.map((line) => `    ${styledDiff(printable(line))}`),
  ]
}

function styledDiff(line: string): string {
  if (line.startsWith('+')) return styled('green', line)
  return line.startsWith('-') ? styled('red', line) : line
}

function describeStep(step: Step): string {
  switch (step.kind) {
    case 'rotate':
      return `rotate ${step.from} → ${step.to}`
    case 'make':
      return step.sha256 === null ? `write ${step.to}` : `write ${step.to} (${formatBytes(step.sizeBytes)})`
    case 'move':
    case 'trash':
    case 'compress':
    case 'decompress':
    case 'link-backup':
      return `${VERBS[step.kind]} ${step.from} → ${step.to} (${formatBytes(step.stamp.sizeBytes)})`
    case 'write':
      return `write ${step.to}`
    case 'replace':
      return `${step.before === null ? 'make' : step.after === null ? 'remove' : 'change'} ${step.path}`
    case 'purge':
      return `remove for good ${step.from} (${formatBytes(step.stamp.sizeBytes)})`
    case 'chmod':
    case 'chmod-directory':
      return `set the mode of ${step.path === '' ? '.' : step.path} to ${step.mode.toString(8)}`
    case 'make-directory':
      return `make the directory ${step.path}`
    case 'remove-directory':
      return `remove the empty directory ${step.path}`
  }
}

const VERBS = {
  move: 'move',
  trash: 'to the trash:',
  compress: 'compress',
  decompress: 'unpack',
  'link-backup': 'keep a copy of',
} as const

function omittedLines(omitted: readonly PlanOmission[]): string[] {
  return [
    ...omitted
      .slice(0, ITEMS_SHOWN)
      .map(({ name, reason }) => styled('yellow', `⚠️  Left alone: ${printable(name)}. ${printable(reason)}`)),
    ...moreLine(omitted.length - ITEMS_SHOWN, ''),
  ]
}

/** What was not done, and why; what was is in the plan. */
export function outcomeLines({ items }: Operation): string[] {
  const others = items.filter(({ outcome }) => outcome !== 'done')
  return [
    ...others.slice(0, ITEMS_SHOWN).map((item) => styled('red', `❌ ${printable(describeOutcome(item))}`)),
    ...moreLine(others.length - ITEMS_SHOWN, ''),
  ]
}

const describeOutcome = ({ name, outcome, reason }: ItemOutcome): string => `${name} ${outcome}: ${reason}`

function moreLine(count: number, indent: string): string[] {
  return count > 0 ? [`${indent}… and ${formatCount(count)} more`] : []
}
