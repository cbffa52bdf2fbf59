import { KeyRound } from 'lucide-react'
import type { TokenUse } from '#lib/model/token.ts'
import { Age } from '../live/age.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { GrantRow } from './grant-row.tsx'

/** Whoever may come in with a token or signed in with one, and until when. */
export function TokenList({ tokens, nowMs }: { tokens: readonly TokenUse[]; nowMs: number }) {
  return (
    <Panel title="Tokens">
      {tokens.length === 0 ? (
        <EmptyState icon={KeyRound} title="Nobody has a token">
          Whoever runs the server needs none on this machine. To let somebody else look:{' '}
          <code className="font-mono">trinitas token add --name Ada</code>.
        </EmptyState>
      ) : (
        <ul>
          {tokens.map(({ token, lastSignInAtMs }) => (
            <GrantRow
              key={token.id}
              token={token}
              nowMs={nowMs}
              what={token.role === 'owner' ? 'Reads and changes everything' : 'Reads everything'}
              url={`/api/tokens/${token.id}`}
              command={`trinitas token revoke ${token.id}`}
              loss="Every browser that signed in with it is signed out, and what it has open ends within five seconds."
            >
              {lastSignInAtMs === null ? (
                'no browser signed in'
              ) : (
                <>
                  last signed in <Age atMs={lastSignInAtMs} />
                </>
              )}
            </GrantRow>
          ))}
        </ul>
      )}
    </Panel>
  )
}
