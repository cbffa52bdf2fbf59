import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { readIdentity } from '#lib/http/identity-header.ts'
import { SchedulePanel } from '../../components/schedule/schedule-panel.tsx'
import { SettingsPage } from '../../components/settings/settings-page.tsx'
import { getSettings } from '../live-settings.ts'
import { show } from '../recovery.ts'
import { getSharing } from '../sharing.ts'

export const metadata: Metadata = { title: 'Settings' }

export default async function Page() {
  const view = getSettings().view(readIdentity(await headers()))
  const [shares, tokens] = await Promise.all([
    show(() => getSharing().shares()),
    show(() => getSharing().tokens()),
  ])
  return (
    <SettingsPage
      view={view}
      shares={shares}
      tokens={tokens}
      schedule={<SchedulePanel settings={view.digest} />}
      nowMs={Date.now()}
    />
  )
}
