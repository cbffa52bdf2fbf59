import type { Metadata } from 'next'
import { printable } from '#lib/format/printable.ts'
import { nameOf } from '../../../components/recovery/repair/repair-head.tsx'
import { RepairPage } from '../../../components/recovery/repair/repair-page.tsx'
import { getRecovery, show } from '../../recovery.ts'

type Props = { searchParams: Promise<{ path?: string | string[] }> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const name = nameOf(pathOf(await searchParams))
  return { title: name === '' ? 'Repair' : `Repair ${printable(name)}` }
}

export default async function Page({ searchParams }: Props) {
  const path = pathOf(await searchParams)
  const preview = await show(async () =>
    path === '' ? null : getRecovery().previewRepair(path, { whole: false }),
  )
  return <RepairPage path={path} preview={preview} />
}

const pathOf = ({ path }: Awaited<Props['searchParams']>): string => [path].flat().at(0) ?? ''
