import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { METRICS_OPTIONS } from '#lib/cli/read-metrics-query.ts'
import { AppError } from '#lib/errors.ts'
import { SNAPSHOT_OPTIONS, shareSnapshot } from './share-snapshot.ts'

export const share: Command = {
  name: 'share',
  usage: 'share',
  summary: 'the metrics for teammates: a file to attach anywhere',
  arity: 0,
  options: { ...SNAPSHOT_OPTIONS, ...METRICS_OPTIONS, json: JSON_OPTION },
  run(input) {
    if (input.options.snapshot !== undefined) return shareSnapshot(input)
    throw new AppError('usage', 'Expected what is to be shared: --snapshot FILE.')
  },
}
