import Link from 'next/link'
import { printable } from '#lib/format/printable.ts'
import { repairHref } from './repair-href.ts'

/** To the page of a broken file. It is not fetched beforehand: what could stand for the file is found out there. */
export function LookLink({ path }: { path: string }) {
  return (
    <Link
      href={repairHref(path)}
      prefetch={false}
      aria-label={`Look at it: ${printable(path)}`}
      className="shrink-0 whitespace-nowrap text-accent hover:underline max-md:-my-3 max-md:py-3"
    >
      Look at it
    </Link>
  )
}
