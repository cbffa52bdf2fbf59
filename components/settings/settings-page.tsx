import { CircleAlert, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { SettingSection as Section, SettingsView } from '#lib/model/setting.ts'
import type { Share } from '#lib/model/share.ts'
import type { TokenUse } from '#lib/model/token.ts'
import type { Fetched } from '../live/fetch-json.ts'
import { PanelFault } from '../recovery/panel-fault.tsx'
import { AlertSettings } from './alert-settings.tsx'
import { BrowserSettings } from './browser-settings.tsx'
import { ScheduleSettings } from './schedule-settings.tsx'
import { SettingSection } from './setting-section.tsx'
import { SettingsProvider } from './settings-provider.tsx'
import { ShareList } from './share-list.tsx'
import { TokenList } from './token-list.tsx'
import { WebhookList } from './webhook-list.tsx'

type Props = {
  view: SettingsView
  shares: Fetched<Share[]>
  tokens: Fetched<TokenUse[]>
  /** The jobs of the schedule, with their switches and runs. */
  schedule?: ReactNode
  nowMs: number
}

/** What the dashboard goes by, who is let in and what is shared, and how to change it. */
export function SettingsPage({ view, shares, tokens, schedule = null, nowMs }: Props) {
  const of = (section: Section) => view.settings.filter((setting) => setting.section === section)
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold">Settings</h1>
      <FileNotices view={view} />
      <SettingsProvider digest={view.digest} fault={view.fault} wrong={view.faults}>
        <SettingSection title="Thresholds" settings={of('thresholds')} />
        <SettingSection title="Retention" aside="to the trash first" settings={of('retention')} />
        <ScheduleSettings settings={of('schedule')} panel={schedule} />
        <AlertSettings settings={of('alerts')} />
        <WebhookList webhooks={view.webhooks} />
        <SettingSection title="Display" settings={of('display')} />
        <BrowserSettings />
        <SettingSection title="Server" aside="takes a restart" settings={of('server')} />
      </SettingsProvider>
      {shares.ok ? (
        <ShareList shares={shares.value} nowMs={nowMs} />
      ) : (
        <PanelFault title="Share links" message={shares.message} />
      )}
      {tokens.ok ? (
        <TokenList tokens={tokens.value} nowMs={nowMs} />
      ) : (
        <PanelFault title="Tokens" message={tokens.message} />
      )}
    </div>
  )
}

/** Where the settings are kept, what is wrong with it, and what waits for a restart. */
function FileNotices({ view: { file, digest, fault, settings } }: Pick<Props, 'view'>) {
  const waiting = settings.filter(({ afterRestart }) => afterRestart !== null)
  return (
    <>
      <p className="text-[13px] break-words text-muted">
        Kept in <code className="font-mono break-all">{printable(file)}</code>
        {digest === 'none' ? ', which is made with the first change.' : ', in force as soon as it is saved.'}
      </p>
      {fault !== null && (
        <p role="alert" className="panel flex items-start gap-2 px-4 py-3 whitespace-pre-line">
          <CircleAlert size={16} className="mt-0.5 shrink-0 text-failed" aria-hidden />
          <span className="min-w-0 break-words">
            The config file is not taken: all is as it was before. {revealHidden(fault)}
          </span>
        </p>
      )}
      {waiting.length > 0 && (
        <p role="note" className="panel flex items-start gap-2 px-4 py-3">
          <RotateCw size={16} className="mt-0.5 shrink-0 text-accent" aria-hidden />
          <span>Waiting for a restart: {waiting.map(({ label }) => label).join(', ')}.</span>
        </p>
      )}
    </>
  )
}
