import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { AuditPage } from '../../components/audit/audit-page.tsx'
import { AUDIT_PARAMS, toAuditQuery } from '../../components/audit/audit-params.ts'
import { PanelFault } from '../../components/recovery/panel-fault.tsx'
import { getRecovery, show } from '../recovery.ts'

export const metadata: Metadata = { title: 'Audit' }

const loadParams = createLoader(AUDIT_PARAMS)

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await loadParams(searchParams)
  const query = toAuditQuery(params, Date.now())
  const read = await show(() => ({ page: getRecovery().audit(query), verdict: getRecovery().verifyAudit() }))
  return read.ok ? (
    <AuditPage {...read.value} params={params} query={query} />
  ) : (
    <PanelFault title="Audit" message={read.message} />
  )
}
