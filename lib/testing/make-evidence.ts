import type { FileEvidence, IssueEvidence } from '#lib/model/issue-evidence.ts'

/** A home in which nothing is wrong, except where `parts` say otherwise. */
export function makeEvidence(parts: Partial<IssueEvidence> = {}): IssueEvidence {
  return {
    thresholds: { recoverAfterMs: 30 * 60_000, cleanupAfterMs: 2 * 3_600_000, settleMs: 3000 },
    resultsDirectory: '/home/dev/.claude/trinitas/parallel_results',
    scan: 'complete',
    live: [],
    notIntegrated: [],
    unusable: [],
    unread: [],
    large: [],
    orphaned: [],
    future: [],
    hooks: [],
    captures: false,
    missed: [],
    homeUserId: 1000,
    space: [],
    reports: [],
    staged: [],
    permissions: { shown: [], files: 0, directories: 0, unseen: [] },
    ...parts,
  }
}

/** A whole result of 100 bytes, except where `fields` say otherwise. */
export function makeFile(fields: Partial<FileEvidence> = {}): FileEvidence {
  return {
    path: 'completed/s/r.json',
    area: 'completed',
    kind: 'result',
    sessionId: 's',
    sizeBytes: 100,
    modifiedAtMs: 1000,
    endedAtMs: 1000,
    problemCode: null,
    problemDetail: null,
    ...fields,
  }
}

/** A directory that could not be listed. */
export const unlisted = (path: string, area: FileEvidence['area']): FileEvidence =>
  makeFile({
    path,
    area,
    kind: 'directory',
    sessionId: null,
    problemCode: 'no_permission',
    problemDetail: 'No permission to list this directory: what it holds is unknown.',
  })
