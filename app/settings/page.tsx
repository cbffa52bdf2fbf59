import type { Metadata } from 'next'
import { SettingsPage } from '../../components/settings/settings-page.tsx'
import { show } from '../recovery.ts'
import { getSharing } from '../sharing.ts'

export const metadata: Metadata = { title: 'Settings' }

export default async function Page() {
  const [shares, tokens] = await Promise.all([
    show(() => getSharing().shares()),
    show(() => getSharing().tokens()),
  ])
  return <SettingsPage shares={shares} tokens={tokens} nowMs={Date.now()} />
}
