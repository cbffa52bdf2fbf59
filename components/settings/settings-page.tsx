import type { Share } from '#lib/model/share.ts'
import type { TokenUse } from '#lib/model/token.ts'
import type { Fetched } from '../live/fetch-json.ts'
import { PanelFault } from '../recovery/panel-fault.tsx'
import { SchedulePanel } from '../schedule/schedule-panel.tsx'
import { ShareList } from './share-list.tsx'
import { TokenList } from './token-list.tsx'

type Props = { shares: Fetched<Share[]>; tokens: Fetched<TokenUse[]>; nowMs: number }

/** Who is let in and what is shared, and how to end it. */
export function SettingsPage({ shares, tokens, nowMs }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold">Settings</h1>
      <SchedulePanel />
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
