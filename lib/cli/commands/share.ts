import { type Command, type CommandInput, JSON_OPTION } from '#lib/cli/command.ts'
import { heading, print, printJson } from '#lib/cli/print.ts'
import { METRICS_OPTIONS, readMetricsQuery } from '#lib/cli/read-metrics-query.ts'
import { readTicks, SHOW_OPTION } from '#lib/cli/read-ticks.ts'
import { describeShare, shareLine } from '#lib/cli/share-lines.ts'
import { withAccess } from '#lib/cli/with-access.ts'
import { AppError } from '#lib/errors.ts'
import { formatTime } from '#lib/format/clock.ts'
import { parseDuration } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'
import { SHARE_LIFE_LIMIT_MS, sharedQueryOf } from '#lib/model/share.ts'
import { SNAPSHOT_OPTIONS, shareSnapshot } from './share-snapshot.ts'

const DEFAULT_LIFE = '7d'

export const share: Command = {
  name: 'share',
  usage: 'share',
  summary: 'the metrics for teammates: a link that shows one view, live, or a file to attach anywhere',
  arity: 0,
  options: {
    name: { type: 'string', value: 'TEXT', help: 'whom the link is for' },
    expires: { type: 'string', value: 'TIME', help: `a time such as 12h, at most 90d (${DEFAULT_LIFE})` },
    show: SHOW_OPTION,
    ...SNAPSHOT_OPTIONS,
    ...METRICS_OPTIONS,
    json: JSON_OPTION,
  },
  run: (input) => (input.options.snapshot === undefined ? makeLink(input) : shareSnapshot(input)),
}

export const shareList: Command = {
  name: 'share list',
  usage: 'share list',
  summary: 'share links, what they show, and when they were last used',
  arity: 0,
  options: { json: JSON_OPTION },
  run: (input) =>
    withAccess(input, (access) => {
      const shares = access.listShares()
      if (input.options.json) printJson({ shares: shares.map(describeShare) })
      else {
        print(heading('Share links'))
        if (shares.length === 0) print('None. "trinitas share --name NAME" makes one.')
        for (const one of shares) print(shareLine(one))
      }
      return 0
    }),
}

export const shareRevoke: Command = {
  name: 'share revoke',
  usage: 'share revoke <id>',
  summary: 'end a share link, and what is open by it',
  arity: 1,
  options: { json: JSON_OPTION },
  run: (input) =>
    withAccess(input, (access) => {
      const revoked = access.revokeShare(input.arguments[0] ?? '')
      if (input.options.json) printJson({ share: describeShare(revoked) })
      else print(`Revoked: ${shareLine(revoked)}`)
      return 0
    }),
}

function makeLink(input: CommandInput): ReturnType<Command['run']> {
  const { options } = input
  return withAccess(input, (access) => {
    const {
      share: made,
      text,
      serverUrl,
    } = access.addShare({
      name: readName(options.name),
      lifeMs: readLife(options.expires ?? DEFAULT_LIFE),
      query: sharedQueryOf(readMetricsQuery(options, Date.now())),
      show: readTicks(options.show),
    })
    const url = `${serverUrl ?? 'http://127.0.0.1:4680'}/s/${text}`
    if (options.json) printJson({ share: describeShare(made), link: url })
    else printLink(shareLine(made), made.token.expiresAtMs, url)
    return 0
  })
}

function printLink(line: string, expiresAtMs: number | null, url: string): void {
  print(`Share link ${line}`)
  print(
    `Whoever has it sees this view${expiresAtMs === null ? '' : ` until ${formatTime(expiresAtMs)}`}. It is shown only now:`,
  )
  print()
  print(`  ${url}`)
  if (/^http:\/\/(?:127\.|localhost|\[::1\])/.test(url)) {
    print()
    print('This address is on this machine: nobody reaches it from another one.')
  }
}

function readName(value: unknown): string {
  if (typeof value === 'string') return value
  throw new AppError(
    'usage',
    '--name is missing: expected whom the link is for, such as --name Team, or --snapshot FILE.',
  )
}

function readLife(value: unknown): number {
  const lifeMs = parseDuration(String(value))
  if (lifeMs !== null && lifeMs > 0 && lifeMs <= SHARE_LIFE_LIMIT_MS) return lifeMs
  throw new AppError(
    'usage',
    `--expires is "${printable(String(value))}": expected a time such as 12h or 7d, of at most 90d.`,
  )
}
