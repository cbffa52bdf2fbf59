import { join } from 'node:path'
import { type ConfigSources, checkConfig } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import type { Journal } from '#lib/journal/journal.ts'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import {
  type SettingChange,
  type SettingsChanged,
  type SettingsView,
  settingName,
} from '#lib/model/setting.ts'
import { type ChangeOptions, faultsOfFile, prepareChange } from '#lib/settings/change-settings.ts'
import { showSettings } from '#lib/settings/show-settings.ts'
import { readConfigFile } from '#lib/store/read-config-file.ts'
import { digestOf, replaceConfigFile } from '#lib/store/replace-config-file.ts'
import { maskUrl } from '#lib/webhooks/mask-url.ts'
import type { LiveConfig } from './live-config.ts'

/** The settings of a home: shown to whoever may read, changed by an owner, in the config file. */
export type Settings = {
  /** What is wrong with the file may hold what somebody wrote there, so it is told to an owner alone. */
  view(by: Identity): SettingsView
  /** What changes would come to. Nothing is written. */
  check(by: Identity, changes: readonly SettingChange[]): SettingsChanged
  /**
   * Writes changes to the config file and puts them into force. `basedOn` is the digest of what they were made of. Throws
   * `AppError('file_changed')` where the file says something else by now, and as `replaceConfigFile` does.
   */
  change(by: Identity, basedOn: string | null, changes: readonly SettingChange[]): SettingsChanged
  /** Puts back what the file said before the change that made it as it is. Throws as `change` does. */
  undo(by: Identity, basedOn: string): SettingsChanged
}

export type SettingsOptions = { live: LiveConfig; home: string; journal: Journal } & ChangeOptions

/** As many changes as can be undone, of this start. */
const UNDO_KEPT = 20

type Undo = { text: string | null; changed: Extract<SettingsChanged, { kind: 'changed' }>['changed'] }

export function createSettings({ live, home, journal, atStart = false }: SettingsOptions): Settings {
  const directory = join(home, 'monitor')
  const undos = new Map<string, Undo>()
  const read = (): string | null => readConfigFile(live.file)
  const prepare = (text: string | null, changes: readonly SettingChange[]) =>
    prepareChange(live.sources, text, changes, { atStart })
  const keep = (digest: string, undo: Undo): void => {
    undos.set(digest, undo)
    const [oldest] = undos.keys()
    if (undos.size > UNDO_KEPT && oldest !== undefined) undos.delete(oldest)
  }
  /** Written down first: what cannot be written down is not done. */
  const audited = <T>(by: Identity, action: string, settings: string, write: () => T): T => {
    const detail = { file: live.file, settings }
    journal.audit().append({ user: by.name, action, outcome: 'begun', detail })
    try {
      return write()
    } catch (error) {
      journal.audit().append({ user: by.name, action, outcome: 'failed', detail })
      throw error
    }
  }
  const note = (by: Identity, action: string, changed: Undo['changed']): void => {
    for (const { path, from, to } of changed) {
      const detail = { setting: settingName(path), from, to }
      journal.audit().append({ user: by.name, action, outcome: 'done', detail })
    }
  }
  return {
    view(by) {
      // What is shown is what the file says now, not what it said a second ago.
      live.reload()
      const text = readOrNothing(read)
      const current = live.now()
      return {
        file: live.file,
        digest: digestOf(text),
        fault: faultFor(by, live.fault()),
        faults: by.role === 'owner' ? faultsOfFile(live.sources, text) : [],
        settings: showSettings({ sources: live.sources, text, current, next: live.next() }),
        webhooks: current.alerts.webhooks.map(({ url, ...webhook }) => ({
          ...webhook,
          maskedUrl: maskUrl(url),
        })),
      }
    },
    check(by, changes) {
      requireOwner(by)
      const text = read()
      const planned = prepare(text, changes)
      if (planned.kind === 'refused') return planned
      return { kind: 'changed', changed: planned.changed, left: planned.left, digest: digestOf(text) }
    },
    change(by, basedOn, changes) {
      requireOwner(by)
      const planned = prepare(read(), changes)
      if (planned.kind === 'refused') return planned
      if (planned.changed.length === 0)
        return { kind: 'changed', changed: [], left: planned.left, digest: digestOf(read()) }
      const edit = (before: string | null) => {
        // Anew, since the file may say something else by now.
        const prepared = prepare(before, changes)
        const isSecret = prepared.kind === 'prepared' && prepared.config.alerts.webhooks.length > 0
        return { before, prepared, isSecret, text: prepared.kind === 'prepared' ? prepared.text : before }
      }
      const { before, prepared } = audited(by, 'change_settings', namesOf(planned.changed), () =>
        replaceConfigFile({ path: live.file, directory, basedOn, edit }),
      )
      if (prepared.kind === 'refused') return prepared
      note(by, 'change_settings', prepared.changed)
      const digest = digestOf(prepared.text)
      keep(digest, { text: before, changed: prepared.changed })
      live.reload()
      return { kind: 'changed', changed: prepared.changed, left: prepared.left, digest }
    },
    undo(by, basedOn) {
      requireOwner(by)
      const undo = undos.get(basedOn)
      if (undo === undefined)
        throw new AppError(
          'not_undoable',
          'That change can no longer be undone: change the settings themselves.',
        )
      const changed = undo.changed.map(({ path, from, to }) => ({ path, from: to, to: from }))
      const edit = () => ({ text: undo.text, isSecret: hasWebhooks(live.sources, undo.text) })
      audited(by, 'undo_settings', namesOf(changed), () =>
        replaceConfigFile({ path: live.file, directory, basedOn, edit }),
      )
      note(by, 'undo_settings', changed)
      undos.delete(basedOn)
      live.reload()
      const left = faultsOfFile(live.sources, undo.text)
      return { kind: 'changed', changed, left, digest: digestOf(undo.text) }
    },
  }
}

const namesOf = (changed: Undo['changed']): string => changed.map(({ path }) => settingName(path)).join(', ')

const hasWebhooks = (sources: ConfigSources, text: string | null): boolean =>
  checkConfig({ ...sources, readConfigFile: () => text ?? '{}' }).config.alerts.webhooks.length > 0

function faultFor({ role }: Identity, fault: string | null): string | null {
  if (fault === null || role === 'owner') return fault
  return 'The config file has faults; an owner sees which.'
}

/** What cannot be read now is told as a fault already. */
function readOrNothing(read: () => string | null): string | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return null
  }
}
