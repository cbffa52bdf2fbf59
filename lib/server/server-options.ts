import { homedir } from 'node:os'
import { parseArgs } from 'node:util'
import { type Config, type ConfigSources, resolveConfig } from '#lib/config.ts'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { SETTING_FLAGS } from '#lib/settings/setting-specs.ts'
import { readConfigFile } from '#lib/store/read-config-file.ts'

export const USAGE = `npm start -- [options]

  --home DIR          the Trinitas home to watch (TRINITAS_HOME; ~/.claude/trinitas)
  --results-dir DIR   its results directory (TRINITAS_RESULTS_DIR; <home>/parallel_results)
  --port N, --host H  where to serve (PORT, HOST; 127.0.0.1:4680)
  --require-token     let nobody in without a token, not even you (TRINITAS_REQUIRE_TOKEN)
  --allowed-hosts L   hosts under which a proxy passes requests on (TRINITAS_ALLOWED_HOSTS)
  --trusted-proxies L addresses whose forwarding headers are believed (TRINITAS_TRUSTED_PROXIES)
  --mask-secrets      mask what looks like a key or a token (TRINITAS_MASK_SECRETS)
  --active-window T   a session quiet for longer is stale (TRINITAS_ACTIVE_WINDOW; 5m)
  --recover-after T   … is incomplete (TRINITAS_RECOVER_AFTER; 30m)
  --cleanup-after T   … is what clean-up would take (TRINITAS_CLEANUP_AFTER; 2h)
  --integrator WHO    who merges results: own, or hook for the home's own (TRINITAS_INTEGRATOR; own)
  --run-limit N       sessions, or broken files, that one run takes at most (TRINITAS_RUN_LIMIT; 1000)
  --lock-wait T       how long a change waits for another one (TRINITAS_LOCK_WAIT; 10s)
  --settle T          a file changed within this is being written (TRINITAS_SETTLE; 3s)
  --sweep-interval T  time between two walks for what events missed (TRINITAS_SWEEP_INTERVAL; 1m)
  --poll-interval T   the same where there are no events (TRINITAS_POLL_INTERVAL; 2s)
  --keep-metrics T    how long results stay in the charts, once their files are gone (TRINITAS_KEEP_METRICS; 400d)
  --keep-completed T  how long completed sessions are kept, 0 for ever (TRINITAS_KEEP_COMPLETED; 7d)
  --keep-integrated T … integrated files (TRINITAS_KEEP_INTEGRATED; 7d)
  --keep-failed T     … failed sessions (TRINITAS_KEEP_FAILED; 30d)
  --keep-logs T       … rotated logs (TRINITAS_KEEP_LOGS; 30d)
  --keep-reports T    … health reports (TRINITAS_KEEP_REPORTS; 30d)
  --keep-trash T      … what is in the trash (TRINITAS_KEEP_TRASH; 7d)
  --config FILE       the config file (TRINITAS_CONFIG; <home>/monitor/config.jsonc)
  --demo              watch a sample home with simulated agents
  --help              this text
`

export type ServerOptions = {
  config: Config
  /** What it was made of, to be read anew when the config file changes. */
  sources: ConfigSources
  demo: boolean
}

/** What the server was started with; `null` where only its usage was asked for. */
export function readServerOptions(args: string[]): ServerOptions | null {
  const { values } = parseFlags(args)
  if (values.help) return null
  const sources: ConfigSources = {
    flags: values as Record<string, string | boolean | undefined>,
    env: process.env,
    userHome: homedir(),
    // npm runs scripts in the project's directory, and remembers where it was called.
    workingDirectory: process.env.INIT_CWD ?? process.cwd(),
    readConfigFile,
  }
  return { config: resolveConfig(sources), sources, demo: values.demo === true }
}

function parseFlags(args: string[]) {
  const settings = Object.entries(SETTING_FLAGS).map(([flag, type]) => [flag, { type }] as const)
  try {
    return parseArgs({
      args,
      options: {
        ...Object.fromEntries(settings),
        config: { type: 'string' },
        demo: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    if (systemErrorCode(error)?.startsWith('ERR_PARSE_ARGS'))
      throw new AppError('usage', `${(error as Error).message}\n\n${USAGE}`)
    throw error
  }
}
