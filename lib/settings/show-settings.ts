import { type Config, type ConfigSources, checkConfig, givenOutside } from '#lib/config.ts'
import type { SettingSource, ShownSetting } from '#lib/model/setting.ts'
import { SETTINGS, type SettingDescription, valueAt } from './describe-settings.ts'
import { isInFile } from './find-in-file.ts'
import { writeSetting } from './write-setting.ts'

export type Shown = {
  sources: ConfigSources
  /** What the config file says. */
  text: string | null
  /** What is in force. */
  current: Config
  /** What the next start would take. */
  next: Config
}

/** Every setting with its value, where that comes from, and whether it can be changed. */
export function showSettings({ sources, text, current, next }: Shown): ShownSetting[] {
  const usual = usualConfig(current.home)
  return SETTINGS.map((setting) => {
    const { path, section, group, rare, label, help, kind } = setting
    const source = sourceOf(setting, sources, text)
    const [value, later] = [current, next].map((config) => writeSetting(kind, valueAt(config, path)))
    return {
      path,
      section,
      group,
      rare,
      label,
      help,
      kind,
      value: value ?? '',
      usual: writeSetting(kind, valueAt(usual, path)),
      source,
      locked: lockOf(setting, source),
      afterRestart: JSON.stringify(value) === JSON.stringify(later) ? null : (later ?? null),
    }
  })
}

const usualConfig = (home: string): Config =>
  checkConfig({ flags: { home }, env: {}, userHome: '/', workingDirectory: '/', readConfigFile: () => null })
    .config

function sourceOf(
  { names, path }: SettingDescription,
  sources: ConfigSources,
  text: string | null,
): SettingSource {
  const given = names && givenOutside(names, sources)
  if (given) return { from: given.source.startsWith('--') ? 'flag' : 'environment', name: given.source }
  return isInFile(text, path) ? { from: 'file' } : { from: 'default' }
}

function lockOf({ atStart }: SettingDescription, source: SettingSource): string | null {
  if (source.from === 'flag' || source.from === 'environment') return `from ${source.name}, locked here`
  return atStart ? 'decided where the server is started' : null
}
