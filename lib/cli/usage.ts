import type { Command } from './command.ts'

/** Settings that every command takes. */
export const SETTING_OPTIONS = {
  home: { value: 'DIR', help: 'the Trinitas home (TRINITAS_HOME; ~/.claude/trinitas)' },
  'results-dir': { value: 'DIR', help: 'its results directory (TRINITAS_RESULTS_DIR)' },
  config: { value: 'FILE', help: 'the config file (TRINITAS_CONFIG; <home>/monitor/config.jsonc)' },
  'active-window': { value: 'TIME', help: 'quiet for longer is stale (TRINITAS_ACTIVE_WINDOW; 5m)' },
  'recover-after': {
    value: 'TIME',
    help: 'recovery takes what is quiet for longer (TRINITAS_RECOVER_AFTER; 30m)',
  },
  integrator: {
    value: 'WHO',
    help: "who merges results: own, or hook for the home's own program (TRINITAS_INTEGRATOR; own)",
  },
  'run-limit': {
    value: 'N',
    help: 'sessions, or broken files, that one run takes at most (TRINITAS_RUN_LIMIT; 1000)',
  },
  'lock-wait': { value: 'TIME', help: 'how long a change waits for another one (TRINITAS_LOCK_WAIT; 10s)' },
  settle: { value: 'TIME', help: 'a file changed within this is being written (TRINITAS_SETTLE; 3s)' },
  'cleanup-after': {
    value: 'TIME',
    help: 'clean-up takes what is quiet for longer (TRINITAS_CLEANUP_AFTER; 2h)',
  },
  'keep-completed': {
    value: 'TIME',
    help: 'how long completed sessions are kept, 0 for ever (TRINITAS_KEEP_COMPLETED; 7d)',
  },
  'keep-integrated': { value: 'TIME', help: '… integrated files (TRINITAS_KEEP_INTEGRATED; 7d)' },
  'keep-failed': { value: 'TIME', help: '… failed sessions (TRINITAS_KEEP_FAILED; 30d)' },
  'keep-logs': { value: 'TIME', help: '… rotated logs (TRINITAS_KEEP_LOGS; 30d)' },
  'keep-reports': { value: 'TIME', help: '… health reports (TRINITAS_KEEP_REPORTS; 30d)' },
  'keep-trash': { value: 'TIME', help: '… what is in the trash (TRINITAS_KEEP_TRASH; 7d)' },
} as const

const EXIT_CODES =
  'Exit codes: 0 fine, 1 something needs attention, 2 wrong usage or a home that cannot be read; of health-check also critical.'

type Row = [string, string]

export function usageOfAll(commands: readonly Command[]): string {
  const rows: Row[] = commands.map(({ usage, summary }) => [usage, summary])
  return `trinitas <command> [options]

${table(rows)}

Every command takes --json, --help and these settings:
${table(settingRows())}

${EXIT_CODES}
`
}

export function usageOf({ usage, summary, options }: Command): string {
  const rows = Object.entries(options).map(([name, { value, help }]): Row => [optionName(name, value), help])
  return `trinitas ${usage} [options]: ${summary}

${table([...rows, ...settingRows()])}

${EXIT_CODES}
`
}

const settingRows = (): Row[] =>
  Object.entries(SETTING_OPTIONS).map(([name, { value, help }]) => [optionName(name, value), help])

const optionName = (name: string, value?: string): string => (value ? `--${name} ${value}` : `--${name}`)

function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
