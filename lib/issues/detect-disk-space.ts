import { formatBytes } from '#lib/format/bytes.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import type { Issue, IssueItem } from '#lib/model/issue.ts'
import type { IssueEvidence, SpaceEvidence } from '#lib/model/issue-evidence.ts'
import { unseenItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** The guide's 100 MB. */
const FREE_BYTES_LIMIT = 100e6
/** Each file takes an inode: fewer than a day of results may need. */
const FREE_INODES_LIMIT = 1000

type Seen = Extract<SpaceEvidence, { kind: 'seen' }>

/** File systems on which little can be written any more. Of a result that is cut short, the rest is lost. */
export function detectDiskSpace({ space }: Pick<IssueEvidence, 'space'>): Issue | null {
  const low = space.filter((place) => place.kind === 'seen').filter(isLow)
  const unseen = space.filter((place) => place.kind === 'unseen')
  return makeIssue({
    type: 'disk_space',
    severity: 'critical',
    found: low.map(toItem),
    description: `Low disk space on ${formatQuantity(low.length, 'file system')}: ${low.map(freeOf).join('; ')}`,
    unseen: unseen.map((place) => unseenItem(place)),
    unseenDescription: `how much disk space is free in ${formatQuantity(unseen.length, 'place')} is unknown`,
    action: 'free_space',
    advice:
      'Freeing space compresses and rotates logs, and moves results past their retention to the trash; what is in the trash frees its bytes once it is purged. Until then results may be cut short.',
  })
}

/** Whether there is too little of either. */
export const isLow = ({ freeBytes, freeInodes }: Seen): boolean =>
  freeBytes < FREE_BYTES_LIMIT || lacksInodes(freeInodes)

const lacksInodes = (freeInodes: number | null): boolean =>
  freeInodes !== null && freeInodes < FREE_INODES_LIMIT

/** What there is too little of. */
function freeOf({ freeBytes, freeInodes }: Seen): string {
  const bytes = freeBytes < FREE_BYTES_LIMIT ? `${formatBytes(freeBytes)} free` : ''
  const inodes = lacksInodes(freeInodes) ? `room for ${formatQuantity(freeInodes ?? 0, 'more file')}` : ''
  return [bytes, inodes].filter(Boolean).join(', ')
}

function toItem(place: Seen): IssueItem {
  const limits = `${formatBytes(FREE_BYTES_LIMIT)} and ${formatCount(FREE_INODES_LIMIT)} files`
  return {
    name: place.path,
    sessionId: null,
    evidence: `${freeOf(place)}; at least ${limits} should be.`,
    sinceMs: null,
    sizeBytes: null,
  }
}
