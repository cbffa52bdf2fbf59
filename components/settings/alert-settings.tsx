'use client'

import { printable } from '#lib/format/printable.ts'
import type { ShownSetting } from '#lib/model/setting.ts'
import { type FieldOf, SettingSection } from './setting-section.tsx'
import { nameOf } from './use-drafts.ts'

/** Each rule in a block: what it needs in a line, the rest folded away. */
export function AlertSettings({ settings }: { settings: readonly ShownSetting[] }) {
  const rules = [...new Set(settings.flatMap(({ group }) => group ?? []))]
  const others = settings.filter(({ group }) => group === null)
  return (
    <SettingSection title="Alerts" aside="judged while the dashboard runs" settings={settings}>
      {(field) => (
        <>
          {rules.map((rule) => (
            <Rule
              key={rule}
              name={rule}
              settings={settings.filter(({ group }) => group === rule)}
              field={field}
            />
          ))}
          {others.map((setting) => field(setting))}
        </>
      )}
    </SettingSection>
  )
}

type RuleProps = { name: string; settings: readonly ShownSetting[]; field: FieldOf }

function Rule({ name, settings, field }: RuleProps) {
  const rare = settings.filter((setting) => setting.rare)
  return (
    <fieldset className="border-b px-4 py-3">
      <legend className="sr-only">{name}</legend>
      <p className="mb-2 font-medium" aria-hidden>
        {name}
      </p>
      <Terms settings={settings.filter((setting) => !setting.rare)} field={field} />
      <details className="mt-2">
        <summary className="w-fit text-[13px] text-muted hover:text-text">More of {printable(name)}</summary>
        <div className="mt-2">
          <Terms settings={rare} field={field} />
        </div>
      </details>
    </fieldset>
  )
}

const Terms = ({ settings, field }: Omit<RuleProps, 'name'>) => (
  <div className="grid grid-cols-[repeat(auto-fill,minmax(148px,1fr))] gap-x-4 gap-y-3">
    {settings.map((setting) => (
      <div key={nameOf(setting)} className="min-w-0">
        {field(setting, 'compact')}
      </div>
    ))}
  </div>
)
