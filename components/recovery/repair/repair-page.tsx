import { FileSearch } from 'lucide-react'
import Link from 'next/link'
import { printable } from '#lib/format/printable.ts'
import type { RepairPreview } from '#lib/model/repair.ts'
import type { Fetched } from '../../live/fetch-json.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PanelFault } from '../panel-fault.tsx'
import { DiffPanel } from './diff-panel.tsx'
import { FieldTable } from './field-table.tsx'
import { judgeRepair } from './judge-repair.ts'
import { BackLink, RepairHead } from './repair-head.tsx'

type Props = {
  /** As the URL names it; empty where it names none. */
  path: string
  preview: Fetched<RepairPreview | null>
}

/** A broken file beside what could stand for it, for whoever decides. */
export function RepairPage({ path, preview }: Props) {
  if (!preview.ok) return <PanelFault title="This file cannot be looked at" message={preview.message} />
  if (preview.value === null) return <NoSuchFile path={path} />
  const { finding } = preview.value
  const proposal = 'proposal' in finding ? finding.proposal : null
  return (
    <div className="flex flex-col gap-4">
      <RepairHead preview={preview.value} judgement={judgeRepair(preview.value, path)} path={path} />
      {finding.kind !== 'unseen' && <DiffPanel {...preview.value} />}
      <FieldTable fields={proposal?.fields ?? []} />
    </div>
  )
}

function NoSuchFile({ path }: { path: string }) {
  return (
    <div className="flex flex-col gap-4">
      <div className="panel">
        <div className="px-4 pt-4">
          <BackLink />
        </div>
        <EmptyState
          icon={FileSearch}
          title={path === '' ? 'No file is named' : 'There is no such broken file'}
          heading
        >
          {path !== '' && <p className="font-mono text-[13px] break-all">{printable(path)}</p>}
          <p>
            It may have been repaired, set aside or moved with its session. What is broken now, and what was
            done, stands under{' '}
            <Link href="/recovery" className="text-accent underline">
              Recovery
            </Link>
            .
          </p>
        </EmptyState>
      </div>
    </div>
  )
}
