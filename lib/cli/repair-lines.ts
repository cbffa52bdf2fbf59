import { printable } from '#lib/format/printable.ts'
import type { RepairPreview } from '#lib/model/repair.ts'
import { styled } from './print.ts'

/** What was found in a file and what was done about it. */
export function repairLines({ target, finding, undecided }: RepairPreview): string[] {
  const path = printable(target.path)
  switch (finding.kind) {
    case 'whole':
      return [styled('green', `${path} is whole JSON: nothing is to be repaired.`)]
    case 'unseen':
      return [styled('red', `${path}: ${printable(finding.reason)}`)]
    case 'cut':
      return [
        styled(
          'yellow',
          `${path} was cut short. All that stands whole is kept as it is written, and it is closed.`,
        ),
        ...(finding.missing === null ? [] : [printable(finding.missing)]),
      ]
    case 'noise':
    case 'hopeless': {
      const proposed = finding.proposal?.fields.filter(({ verdict }) => verdict !== 'same') ?? []
      return [
        styled('yellow', `${path}: ${printable(finding.reason)}`),
        ...(undecided === null
          ? ['What is proposed says the same, field by field.']
          : [printable(undecided)]),
        ...proposed.map(
          ({ path: field, verdict, source, proposed: text }) =>
            `  ${verdict}: ${printable(field)}: ${printable(source ?? 'nothing')} → ${printable(text ?? 'nothing')}`,
        ),
      ]
    }
  }
}
