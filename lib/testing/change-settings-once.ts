import { homedir } from 'node:os'
import { type ConfigSources, resolveConfig } from '#lib/config.ts'
import type { SettingChange } from '#lib/model/setting.ts'
import { openSettings } from '#lib/monitor.ts'
import { readConfigFile } from '#lib/store/read-config-file.ts'

/**
 * A process of its own that changes settings of the home named by the first argument, the others one after the other, to
 * be killed or made to fail: see `fault-shim.mjs`. Prints what each came to.
 */
const [home = '', ...changes] = process.argv.slice(2)
const sources: ConfigSources = {
  flags: { home },
  env: {},
  userHome: homedir(),
  workingDirectory: '/',
  readConfigFile,
}
const settings = openSettings(resolveConfig(sources), sources)
const arm = (globalThis as Record<symbol, unknown>)[Symbol.for('trinitas.faults')]
if (typeof arm === 'function') arm()
for (const change of changes) {
  const outcome = settings.change(settings.by, null, [JSON.parse(change) as SettingChange])
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}
settings.close()
