import type { FileKind } from '#lib/model/file-record.ts'

/** Kinds of files that are a session's own, and go where it goes. */
export const OWN_KINDS: ReadonlySet<FileKind> = new Set<FileKind>(['result', 'metadata', 'running'])
