import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { type Examination, examineJson, repairedBytes } from '#lib/json-repair/examine-json.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { RepairEvidence, RepairFinding, RepairProposal, RepairTarget } from '#lib/model/repair.ts'
import { isSessionId } from '#lib/model/session-id.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { BYTES_LIMIT } from '#lib/store/read-bytes.ts'
import { READING } from '#lib/store/read-file.ts'
import { hashOf, REPAIR_OPTIONS } from './make-bytes.ts'
import { missingOf } from './missing-fields.ts'

/** With the bytes, for whoever shows them. */
export type Examined = { evidence: RepairEvidence; source: Uint8Array; proposed: Uint8Array | null }

/** Reads a file below a root and finds what is wrong with it. Takes as long as that takes. */
export function examineFile(root: string, target: RepairTarget): Examined {
  try {
    using directory = pinDirectory(root, splitPath(target.path).directory)
    return examineAt(directory.at(splitPath(target.path).name), target)
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null && !(error instanceof AppError)) throw error
    return unseen(target, error instanceof AppError ? error.message : `It cannot be read (${code}).`)
  }
}

function examineAt(path: string, target: RepairTarget): Examined {
  const descriptor = openSync(path, READING)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return unseen(target, 'It is no regular file.')
    const user = process.geteuid?.() ?? 0
    if (user !== 0 && stat.uid !== user)
      return unseen(target, `It belongs to user ${stat.uid}: only that user can change it.`)
    if (stat.size > BYTES_LIMIT) return unseen(target, `It is longer than ${BYTES_LIMIT} bytes.`)
    const source = readFileSync(descriptor)
    const examination = examineJson(source, REPAIR_OPTIONS)
    const proposed = repairedBytes(examination)
    const finding = findingOf(examination, proposed, target)
    return { evidence: { target, stamp: stampFrom(stat), sha256: hashOf(source), finding }, source, proposed }
  } finally {
    closeSync(descriptor)
  }
}

export function unseen(target: RepairTarget, reason: string): Examined {
  const evidence: RepairEvidence = { target, stamp: null, sha256: null, finding: { kind: 'unseen', reason } }
  return { evidence, source: new Uint8Array(), proposed: null }
}

function findingOf(
  examination: Examination,
  proposed: Uint8Array | null,
  { kind }: RepairTarget,
): RepairFinding {
  switch (examination.kind) {
    case 'whole':
      return examination
    case 'cut': {
      const bytes = examination.repaired
      const missing = missingOf(examination.cut, kind)
      return { kind: 'cut', sizeBytes: bytes.length, sha256: hashOf(bytes), missing }
    }
    case 'noise':
    case 'hopeless': {
      const { reason, proposal } = examination
      return {
        kind: examination.kind,
        reason,
        proposal: proposal === null || proposed === null ? null : proposalOf(proposal, proposed),
      }
    }
  }
}

type Guess = NonNullable<Extract<Examination, { kind: 'noise' }>['proposal']>

function proposalOf({ agreement, fields, text }: Guess, bytes: Uint8Array): RepairProposal {
  const reading = parseJson(text)
  const id = reading.kind === 'value' ? ownField(reading.value, 'session_id') : null
  return {
    sizeBytes: bytes.length,
    sha256: hashOf(bytes),
    agreement,
    sessionId: isSessionId(id) ? id : null,
    fields: fields.slice(0, FIELDS_SHOWN),
  }
}

/** More is no result, and a plan is kept. */
const FIELDS_SHOWN = 100
