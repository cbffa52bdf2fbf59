import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { heading, print, printJson, styled } from '#lib/cli/print.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'
import { formatTime } from '#lib/format/clock.ts'
import { formatCount } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { AuditRow } from '#lib/model/audit.ts'

const ROWS = 50

export const audit: Command = {
  name: 'audit',
  usage: 'audit',
  summary: 'who did what: operations, sign-ins and refusals, the newest first',
  arity: 0,
  options: {
    verify: { type: 'boolean', help: 'prove that no entry was changed, added or taken out' },
    user: { type: 'string', value: 'NAME', help: 'of this user only' },
    action: { type: 'string', value: 'ACTION', help: 'of this kind only, such as clean_up' },
    json: JSON_OPTION,
  },
  run: ({ config, options }) =>
    withRecovery(config, async ({ recovery }) => {
      if (options.verify) {
        const verdict = recovery.verifyAudit()
        if (options.json) printJson(verdict)
        else if (verdict.whole)
          print(styled('green', `✅ The chain is unbroken: ${formatCount(verdict.rows)} entries.`))
        else
          print(
            styled('red', `❌ The chain is broken: entry ${verdict.brokenAtSeq} is not as it was written.`),
          )
        return verdict.whole ? 0 : 1
      }
      const { rows } = recovery.audit({
        user: options.user?.toString() ?? null,
        action: options.action?.toString() ?? null,
        outcome: null,
        fromMs: null,
        untilMs: null,
        beforeSeq: null,
        limit: options.json ? 10_000 : ROWS,
      })
      if (options.json) printJson({ rows: rows.map(toJson) })
      else {
        print(heading('Audit'))
        for (const row of rows) print(lineOf(row))
        if (rows.length === 0) print('Nothing is recorded.')
      }
      return 0
    }),
}

const toJson = ({ atMs, ...row }: AuditRow) => ({ ...row, at: new Date(atMs).toISOString() })

function lineOf({ seq, atMs, user, action, outcome, detail }: AuditRow): string {
  const facts = Object.entries(detail).map(([name, value]) => `${name}=${value}`)
  return printable(`${seq}  ${formatTime(atMs)}  ${user}  ${action}  ${outcome}  ${facts.join(' ')}`)
}
