import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { ThemeProvider } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { readIdentity } from '#lib/http/identity-header.ts'
import { isShareRoute } from '#lib/http/route-header.ts'
import type { Identity } from '#lib/model/identity.ts'
import { ClockProvider } from '../components/live/age.tsx'
import { LiveProvider } from '../components/live/live-provider.tsx'
import { RoleProvider } from '../components/live/role.tsx'
import { RecoveryProvider } from '../components/recovery/recovery-provider.tsx'
import { Shell } from '../components/shell/shell.tsx'
import { getAlerts } from './alerts.ts'
import { getMonitor } from './monitor.ts'
import './globals.css'

/** Every page shows what is there now, and every response has a nonce of its own. */
export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { default: 'Trinitas Monitor', template: '%s · Trinitas Monitor' },
  description: 'Sessions of parallel AI agents, live.',
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f7f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0d0e11' },
  ],
}

type ApplicationProps = { identity: Identity; children: ReactNode }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const asked = await headers()
  const nonce = readNonce(asked)
  const identity = readIdentity(asked)
  const isShare = isShareRoute(asked) || identity.role === 'share'
  return (
    // The theme is set on this element before React sees it.
    <html lang="en" suppressHydrationWarning>
      <body>
        <ThemeProvider attribute="data-theme" nonce={nonce} disableTransitionOnChange>
          <NuqsAdapter>
            <ClockProvider renderedAtMs={Date.now()}>
              {isShare ? children : <Application identity={identity}>{children}</Application>}
            </ClockProvider>
          </NuqsAdapter>
        </ThemeProvider>
      </body>
    </html>
  )
}

/** What is around every page but those of shares, which must hold nothing of it. */
async function Application({ identity: { role, via }, children }: ApplicationProps) {
  return (
    <LiveProvider fresh={await getMonitor().snapshot()} alerts={getAlerts().now()}>
      <RoleProvider role={role}>
        <RecoveryProvider>
          <Shell signedInAs={via === 'token' ? role : null}>{children}</Shell>
        </RecoveryProvider>
      </RoleProvider>
    </LiveProvider>
  )
}

/** The gate put the policy of this response on its request. */
function readNonce(asked: Pick<Headers, 'get'>): string {
  const policy = asked.get('content-security-policy') ?? ''
  return /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
}
