import { type Command, type CommandInput, JSON_OPTION } from '#lib/cli/command.ts'
import { heading, print, printJson } from '#lib/cli/print.ts'
import { describeShare, shareLine } from '#lib/cli/share-lines.ts'
import { withAccess } from '#lib/cli/with-access.ts'
import { AppError } from '#lib/errors.ts'
import { formatTime } from '#lib/format/clock.ts'
import { parseDuration } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'
import { SHARE_LIFE_LIMIT_MS, SHARE_TICKS, type ShareTicks, TICK_WORDS } from '#lib/model/share.ts'

const DEFAULT_LIFE = '7d'

/** Options that name the view, as they stand in the URL of the Performance page. */
const VIEW_OPTIONS = {
  within: {
    type: 'string',
    value: 'TIME',
    help: '15m, 1h, 6h, 24h, 7d, 30d or 90d up to now, or custom (24h)',
  },
  from: { type: 'string', value: 'WHEN', help: 'with --within custom: from this time, 2026-11-24T10:00:00Z' },
  to: { type: 'string', value: 'WHEN', help: 'with --within custom: up to this time' },
  agent: { type: 'string', value: 'A,B', help: 'only these agents' },
  project: { type: 'string', value: 'P,Q', help: 'only these projects' },
  status: { type: 'string', value: 'S,T', help: 'only success, error, timeout, interrupted' },
} as const

export const share: Command = {
  name: 'share',
  usage: 'share',
  summary: 'a link that shows one view of the metrics, live, to whoever has it',
  arity: 0,
  options: {
    name: { type: 'string', value: 'TEXT', help: 'whom it is for' },
    ...VIEW_OPTIONS,
    compare: { type: 'boolean', help: 'beside the period of the same length before' },
    expires: { type: 'string', value: 'TIME', help: `a time such as 12h, at most 90d (${DEFAULT_LIFE})` },
    show: {
      type: 'string',
      value: 'LIST',
      help: 'also errors, projects, sessions; else numbers and agents alone',
    },
    json: JSON_OPTION,
  },
  run: makeLink,
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
      view: viewOf(options),
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

function viewOf(options: CommandInput['options']): string {
  const params = new URLSearchParams()
  for (const name of Object.keys(VIEW_OPTIONS)) {
    if (options[name] !== undefined) params.set(name, String(options[name]))
  }
  if (options.compare === true) params.set('compare', 'yes')
  return params.toString()
}

function readName(value: unknown): string {
  if (typeof value === 'string') return value
  throw new AppError('usage', '--name is missing: expected whom the link is for, such as --name Team.')
}

function readLife(value: unknown): number {
  const lifeMs = parseDuration(String(value))
  if (lifeMs !== null && lifeMs > 0 && lifeMs <= SHARE_LIFE_LIMIT_MS) return lifeMs
  throw new AppError(
    'usage',
    `--expires is "${printable(String(value))}": expected a time such as 12h or 7d, of at most 90d.`,
  )
}

function readTicks(value: unknown): ShareTicks {
  const words = value === undefined ? [] : String(value).split(',')
  const known = Object.values(TICK_WORDS)
  const unknown = words.filter((word) => !known.some((one) => one === word))
  if (unknown.length > 0)
    throw new AppError(
      'usage',
      `--show is "${printable(String(value))}": expected a list of ${known.join(', ')}.`,
    )
  const ticked = SHARE_TICKS.map((tick) => [tick, words.includes(TICK_WORDS[tick])] as const)
  return { errorTexts: false, projects: false, sessionIds: false, ...Object.fromEntries(ticked) }
}
