import { Link2 } from 'lucide-react'
import { printable } from '#lib/format/printable.ts'
import type { Share } from '#lib/model/share.ts'
import { tokenState } from '#lib/model/token.ts'
import { Age } from '../live/age.tsx'
import { ShareButton } from '../share/share-button.tsx'
import { viewWords } from '../share/view-words.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { GrantRow } from './grant-row.tsx'

/** Links to one view each, those that have ended included. From here, the view that the Performance page begins with is shared. */
export function ShareList({ shares, nowMs }: { shares: readonly Share[]; nowMs: number }) {
  return (
    <Panel title="Share links" aside={<ShareButton query="" />}>
      {shares.length === 0 ? (
        <EmptyState icon={Link2} title="Nothing is shared">
          A share link shows one view of the metrics to whoever has it. Make one on the Performance page, or
          with <code className="font-mono">trinitas share</code>.
        </EmptyState>
      ) : (
        <ul>
          {shares.map(({ token, query, show, lastUsedAtMs }) => (
            <GrantRow
              key={token.id}
              token={token}
              nowMs={nowMs}
              what={viewWords(query, show)}
              url={`/api/shares/${token.id}`}
              command={`trinitas share revoke ${token.id}`}
              loss="Whoever has it sees nothing any more, and what is open by it ends within five seconds."
            >
              {lastUsedAtMs === null ? (
                'never used'
              ) : (
                <>
                  last used <Age atMs={lastUsedAtMs} />
                </>
              )}
              {tokenState(token, nowMs) === 'valid' && <SeeIt id={token.id} name={token.name} />}
            </GrantRow>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** What others see, for whoever may see everything: no part of the application is around it, so it opens beside it. */
function SeeIt({ id, name }: { id: string; name: string }) {
  return (
    <>
      {' · '}
      <a
        href={`/share/${id}`}
        target="_blank"
        rel="noreferrer"
        aria-label={`see it: what ${printable(name)} shows`}
        className="text-accent underline"
      >
        see it
      </a>
    </>
  )
}
