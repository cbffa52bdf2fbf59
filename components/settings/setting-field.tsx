'use client'

import { Lock } from 'lucide-react'
import { useId } from 'react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import { valueText } from '#lib/format/setting-words.ts'
import type { SettingValue, ShownSetting } from '#lib/model/setting.ts'
import { splitQuantity, UNIT_NAMES } from './quantity.ts'
import { SettingControl } from './setting-control.tsx'
import { useSettings } from './settings-provider.tsx'

type Props = {
  setting: ShownSetting
  /** What is to become of it: `null` takes it out of the file, `undefined` is nothing. */
  draft: SettingValue | null | undefined
  fault: string | undefined
  /** In a row of the page, or one of several beside each other. */
  layout: 'row' | 'compact'
  onChange: (value: SettingValue | null) => void
}

/** One setting: what it is, what it is set to and where that comes from, and how to change it. */
export function SettingField({ setting, draft, fault, layout, onChange }: Props) {
  const id = useId()
  const { mayChange } = useSettings()
  const isFixed = setting.locked !== null || !mayChange
  const isRow = layout === 'row'
  const value = draft === undefined ? setting.value : (draft ?? setting.usual)
  return (
    <div
      className={
        isRow
          ? 'grid gap-x-6 gap-y-1 border-b px-4 py-2.5 last:border-0 md:grid-cols-[minmax(0,1fr)_minmax(300px,360px)] md:items-center'
          : 'flex min-w-0 flex-col gap-1'
      }
    >
      <div className="min-w-0">
        {isFixed ? (
          <span className="font-medium">{setting.label}</span>
        ) : (
          <label htmlFor={id} className="font-medium">
            {setting.label}
          </label>
        )}
        {draft !== undefined && <span className="ml-2 text-[12px] text-accent">changed</span>}
        <p id={`${id}-help`} className={isRow ? 'text-[13px] text-muted' : 'sr-only'}>
          {setting.help}
        </p>
      </div>
      <div className="min-w-0">
        {isFixed ? (
          <FixedValue setting={setting} />
        ) : (
          <SettingControl
            id={id}
            describedBy={`${id}-help ${id}-note`}
            label={setting.label}
            kind={setting.kind}
            value={value}
            isWrong={fault !== undefined}
            onChange={onChange}
          />
        )}
        <div id={`${id}-note`} className="text-[12px] break-words text-muted">
          {fault !== undefined && <p className="text-failed">{revealHidden(fault)}</p>}
          <Note setting={setting} draft={draft} isFixed={isFixed} onReset={() => onChange(null)} />
        </div>
      </div>
    </div>
  )
}

function FixedValue({ setting: { kind, value, locked } }: { setting: ShownSetting }) {
  return (
    <span className="flex min-h-8 items-center gap-1.5 break-all">
      {locked !== null && <Lock size={14} className="shrink-0 text-muted" aria-hidden />}
      {kind.type === 'choice' ? (kind.options[String(value)] ?? '') : readable({ kind, value })}
    </span>
  )
}

/** "5 min" where a field has the number and its unit apart. */
function readable({ kind, value }: Pick<ShownSetting, 'kind' | 'value'>): string {
  if (kind.type !== 'duration') return printable(valueText(value))
  const { number, unit } = splitQuantity(kind, value)
  return number === '' ? 'for ever' : `${number} ${UNIT_NAMES[unit] ?? unit}`
}

type NoteProps = {
  setting: ShownSetting
  draft: Props['draft']
  isFixed: boolean
  onReset: () => void
}

function Note({ setting, draft, isFixed, onReset }: NoteProps) {
  const { locked, source, usual, kind, afterRestart } = setting
  const later = afterRestart === null ? null : `${printable(valueText(afterRestart))} after the next start. `
  const words = `Default: ${kind.type === 'choice' ? kind.options[String(usual)] : readable({ kind, value: usual })}`
  if (locked !== null) return <>{`${later ?? ''}${locked}`}</>
  if (draft === null) return <>{words}, taken out of the file</>
  if (source.from === 'default' && draft === undefined) return <span className="sr-only">By default</span>
  if (isFixed || source.from === 'default') return <>{words}</>
  return (
    <button type="button" className="touch min-h-6 rounded underline hover:text-text" onClick={onReset}>
      {words}
    </button>
  )
}
