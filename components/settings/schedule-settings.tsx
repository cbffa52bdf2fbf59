'use client'

import type { ReactNode } from 'react'
import type { ShownSetting } from '#lib/model/setting.ts'
import { SettingSection } from './setting-section.tsx'

type Props = {
  settings: readonly ShownSetting[]
  /** The jobs with their switches, where there is something to say of their runs. */
  panel: ReactNode
}

/** When each job runs by itself; whether it does is switched in the panel of jobs, where there is one. */
export function ScheduleSettings({ settings, panel }: Props) {
  const shown = panel === null ? settings : settings.filter(({ kind }) => kind.type === 'cron')
  const jobs = [...new Set(shown.flatMap(({ group }) => group ?? []))]
  return (
    <>
      {panel}
      <SettingSection title={panel === null ? 'Schedule' : 'Times of jobs'} settings={shown}>
        {(field) =>
          jobs.map((job) => (
            <fieldset key={job} className="border-b last:border-0">
              <legend className="sr-only">{job}</legend>
              <p className="px-4 pt-2.5 font-medium text-muted" aria-hidden>
                {job}
              </p>
              {shown.filter(({ group }) => group === job).map((setting) => field(setting))}
            </fieldset>
          ))
        }
      </SettingSection>
    </>
  )
}
