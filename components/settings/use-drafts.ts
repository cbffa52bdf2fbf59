'use client'

import { useState } from 'react'
import type { SettingChange, SettingValue, ShownSetting } from '#lib/model/setting.ts'

export type Drafts = {
  of: (setting: ShownSetting) => SettingValue | null | undefined
  set: (setting: ShownSetting, value: SettingValue | null) => void
  discard: () => void
  /** What of it differs from what is so. */
  changes: SettingChange[]
}

/** What somebody has changed of some settings and not saved yet. */
export function useDrafts(
  settings: readonly ShownSetting[],
  /** By their names, those that the file has wrong: what is shown of them is not what it says. */
  wrong: Readonly<Record<string, string>>,
): Drafts {
  const [drafts, setDrafts] = useState<Readonly<Record<string, SettingValue | null>>>({})
  const of = (setting: ShownSetting): SettingValue | null | undefined => {
    const draft = drafts[nameOf(setting)]
    const isShown = draft !== null && JSON.stringify(draft) === JSON.stringify(setting.value)
    const isSo = isShown && wrong[nameOf(setting)] === undefined
    return isSo || (draft === null && setting.source.from !== 'file') ? undefined : draft
  }
  const changes = settings.flatMap((setting) => {
    const value = of(setting)
    return value === undefined ? [] : [{ path: setting.path, value }]
  })
  return {
    of,
    set: (setting, value) => setDrafts((before) => ({ ...before, [nameOf(setting)]: value })),
    discard: () => setDrafts({}),
    changes,
  }
}

export const nameOf = ({ path }: Pick<ShownSetting, 'path'>): string => path.join('.')
