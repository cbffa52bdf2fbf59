import type { ReactNode } from 'react'
import type { Role } from '#lib/model/identity.ts'
import { AlertBanner } from '../alerts/alert-banner.tsx'
import { BrowserNotifications } from '../alerts/browser-notifications.tsx'
import { MainArea } from './main-area.tsx'
import { Navigation } from './navigation.tsx'
import { Notices } from './notices.tsx'
import { TopBar } from './top-bar.tsx'

type Props = {
  /** The role of the token that was signed in with; `null` for whoever needs none. */
  signedInAs: Role | null
  children: ReactNode
}

/** The frame of every page: where one can go, what is watched and whether it is live, then the page. */
export function Shell({ signedInAs, children }: Props) {
  return (
    <div className="grid h-dvh grid-rows-[auto_1fr_auto] md:grid-cols-[200px_1fr] md:grid-rows-[auto_1fr]">
      <a
        href="#main"
        className="sr-only z-50 rounded bg-surface px-3 py-2 focus:not-sr-only focus:absolute focus:m-2"
      >
        Skip to the page
      </a>
      <TopBar signedInAs={signedInAs} />
      <Navigation />
      <MainArea>
        <Notices />
        <AlertBanner />
        <BrowserNotifications />
        <div className="min-h-0 flex-1">{children}</div>
      </MainArea>
    </div>
  )
}
