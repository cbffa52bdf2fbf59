'use client'

import { printable } from '#lib/format/printable.ts'
import type { SettingKind, SettingValue } from '#lib/model/setting.ts'
import { EVER, joinQuantity, splitQuantity, UNIT_NAMES, unitsOf } from './quantity.ts'

type Props = {
  id: string
  /** Ids of what explains it, and of what is wrong. */
  describedBy: string
  label: string
  kind: SettingKind
  value: SettingValue
  isWrong: boolean
  onChange: (value: SettingValue) => void
}

/** What a setting is changed with, by its kind. */
export function SettingControl(props: Props) {
  const { id, describedBy, kind, value, isWrong, onChange } = props
  const about = { id, 'aria-describedby': describedBy, 'aria-invalid': isWrong || undefined }
  switch (kind.type) {
    case 'switch':
      return (
        <label className="control inline-flex min-h-8 min-w-11 items-center">
          <input
            {...about}
            type="checkbox"
            role="switch"
            className="size-4"
            checked={value === true}
            aria-checked={value === true}
            onChange={({ target }) => onChange(target.checked)}
          />
          <span className="ml-2 text-muted" aria-hidden>
            {value === true ? 'On' : 'Off'}
          </span>
        </label>
      )
    case 'choice':
      return (
        <select
          {...about}
          className="field max-w-full"
          value={String(value)}
          onChange={({ target }) => onChange(target.value)}
        >
          {Object.entries(kind.options).map(([option, words]) => (
            <option key={option} value={option}>
              {words}
            </option>
          ))}
        </select>
      )
    case 'count':
      return <CountField {...props} about={about} noun={kind.noun} />
    case 'duration':
    case 'bytes':
    case 'rate':
      return <QuantityField {...props} about={about} />
    default:
      return (
        <input
          {...about}
          className={`field w-44 ${kind.type === 'cron' ? 'font-mono' : ''} ${wrongLook(isWrong)}`}
          spellCheck={false}
          autoComplete="off"
          value={typeof value === 'object' ? value.join(', ') : String(value)}
          onChange={({ target }) => onChange(target.value)}
        />
      )
  }
}

const wrongLook = (isWrong: boolean): string => (isWrong ? 'border-failed!' : '')

type FieldProps = Props & {
  about: { id: string; 'aria-describedby': string; 'aria-invalid': true | undefined }
}

function CountField({ about, noun, value, isWrong, onChange }: FieldProps & { noun: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <input
        {...about}
        className={`field w-20 ${wrongLook(isWrong)}`}
        inputMode="numeric"
        autoComplete="off"
        value={String(value)}
        onChange={({ target }) => onChange(toCount(target.value))}
      />
      {noun !== '' && <span className="text-muted">{noun}</span>}
    </span>
  )
}

/** A number in the file is one; while it is typed, or where it is none, it is what was typed. */
const toCount = (text: string): number | string => (/^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : text)

function QuantityField({ about, label, kind, value, isWrong, onChange }: FieldProps) {
  const quantity = splitQuantity(kind, value)
  const units = unitsOf(kind, quantity)
  const [only] = units
  const change = (changed: Partial<typeof quantity>): void =>
    onChange(joinQuantity(kind, { ...quantity, ...changed }))
  return (
    <span className="inline-flex items-center gap-2">
      <input
        {...about}
        className={`field w-20 disabled:opacity-50 ${wrongLook(isWrong)}`}
        inputMode="decimal"
        autoComplete="off"
        disabled={quantity.unit === EVER}
        value={quantity.number}
        onChange={({ target }) => change({ number: target.value.replace(/[^\d.]/g, '') })}
      />
      {units.length === 1 ? (
        <span className="text-muted">{only}</span>
      ) : (
        <select
          aria-label={`${label}: unit`}
          className="field"
          value={quantity.unit === '' ? only : quantity.unit}
          onChange={({ target }) =>
            change({
              unit: target.value,
              number: quantity.unit === EVER ? '30' : quantity.number,
            })
          }
        >
          {units.map((unit) => (
            <option key={unit} value={unit}>
              {unit === EVER ? 'for ever' : printable(UNIT_NAMES[unit] ?? unit)}
            </option>
          ))}
        </select>
      )}
    </span>
  )
}
