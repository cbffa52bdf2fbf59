import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { heading, print, printJson } from '#lib/cli/print.ts'
import { withAccess } from '#lib/cli/with-access.ts'
import { AppError } from '#lib/errors.ts'
import { formatTime } from '#lib/format/clock.ts'
import { formatDuration, parseDuration } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'
import { type Token, tokenState } from '#lib/model/token.ts'

const DEFAULT_ROLE = 'viewer'
const DEFAULT_LIFE = '30d'
const LIFE_LIMIT_MS = 3653 * 86_400_000
const NAME_LIMIT_CHARACTERS = 100

export const tokenAdd: Command = {
  name: 'token add',
  usage: 'token add',
  summary: 'a token for somebody else, or for a browser that cannot tell who you are',
  arity: 0,
  options: {
    role: {
      type: 'string',
      value: 'ROLE',
      help: `viewer reads everything, owner may change it (${DEFAULT_ROLE})`,
    },
    expires: { type: 'string', value: 'TIME', help: `a time such as 12h or 30d, or never (${DEFAULT_LIFE})` },
    name: { type: 'string', value: 'TEXT', help: 'whom it is for, as the list and the audit show it' },
    json: JSON_OPTION,
  },
  run: (input) =>
    withAccess(input, (access) => {
      const role = readRole(input.options.role ?? DEFAULT_ROLE)
      const lifeMs = readLife(input.options.expires ?? DEFAULT_LIFE)
      const name = readName(input.options.name ?? `a ${role}`)
      const { token, text, link, linkLifeMs, serverUrl } = access.addToken({ role, name, lifeMs })
      const url = `${serverUrl ?? 'http://127.0.0.1:4680'}/sign-in#${link}`
      if (input.options.json) printJson({ token: describe(token), text, link: url })
      else {
        print(`Token ${token.id} for ${printable(name)} (${role}), ${untilOf(token)}. It is shown only now:`)
        print()
        print(`  ${text}`)
        print()
        print('Scripts send it as a header:  Authorization: Bearer TOKEN')
        print(`A browser signs in with it, or opens this once within ${formatDuration(linkLifeMs)}:`)
        print(`  ${url}`)
      }
      return 0
    }),
}

export const tokenList: Command = {
  name: 'token list',
  usage: 'token list',
  summary: 'who has been let in, and until when',
  arity: 0,
  options: { json: JSON_OPTION },
  run: (input) =>
    withAccess(input, (access) => {
      const tokens = access.listTokens()
      if (input.options.json) printJson({ tokens: tokens.map(describe) })
      else {
        print(heading('Tokens'))
        if (tokens.length === 0) print('None. "trinitas token add" makes one.')
        for (const token of tokens) print(lineOf(token))
      }
      return 0
    }),
}

export const tokenRevoke: Command = {
  name: 'token revoke',
  usage: 'token revoke <id>',
  summary: 'end a token, and every browser that signed in with it',
  arity: 1,
  options: { json: JSON_OPTION },
  run: (input) =>
    withAccess(input, (access) => {
      const token = access.revokeToken(input.arguments[0] ?? '')
      if (input.options.json) printJson({ token: describe(token) })
      else print(`Revoked: ${lineOf(token)}`)
      return 0
    }),
}

function readRole(value: unknown): 'viewer' | 'owner' {
  if (value === 'viewer' || value === 'owner') return value
  throw new AppError('usage', `--role is "${printable(String(value))}": expected viewer or owner.`)
}

function readLife(value: unknown): number | null {
  if (value === 'never') return null
  const lifeMs = parseDuration(String(value))
  if (lifeMs !== null && lifeMs > 0 && lifeMs <= LIFE_LIMIT_MS) return lifeMs
  throw new AppError(
    'usage',
    `--expires is "${printable(String(value))}": expected a time such as 12h or 30d, of at most ten years, or never.`,
  )
}

function readName(value: unknown): string {
  const name = String(value).trim()
  if (name !== '' && name.length <= NAME_LIMIT_CHARACTERS) return name
  throw new AppError('usage', `--name has ${name.length} characters: expected 1 to ${NAME_LIMIT_CHARACTERS}.`)
}

const stateOf = (token: Token) => tokenState(token, Date.now())

const untilOf = ({ expiresAtMs }: Token): string =>
  expiresAtMs === null ? 'for ever' : `until ${formatTime(expiresAtMs)}`

function lineOf(token: Token): string {
  const state = stateOf(token)
  const until = state === 'valid' ? untilOf(token) : state
  return `${token.id}  ${token.role.padEnd(6)}  ${token.kind.padEnd(7)}  ${until}  ${printable(token.name)}`
}

function describe(token: Token) {
  const { id, kind, role, name, createdAtMs, expiresAtMs } = token
  return {
    id,
    kind,
    role,
    name,
    state: stateOf(token),
    createdAt: new Date(createdAtMs).toISOString(),
    expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
  }
}
