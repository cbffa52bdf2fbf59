import { type Cut, completeScan } from './complete-json.ts'
import { decode } from './describe-place.ts'
import { type Fault, type FaultCode, findFault } from './find-fault.ts'
import { type Proposal, proposeJson } from './propose-json.ts'
import { scanJson } from './scan-json.ts'

export type Examination =
  | { kind: 'whole' }
  /** `repaired` is all that was written, closed; see `completeJson`. */
  | { kind: 'cut'; repaired: Uint8Array; cut: Cut }
  /** It may be JSON written a little wrong. `reason` is one sentence for people. */
  | { kind: 'noise'; reason: string; proposal: Proposal | null }
  /** What it should have been cannot be known; the proposal's agreement is never `same`. */
  | { kind: 'hopeless'; code: Exclude<FaultCode, 'noise'>; reason: string; proposal: Proposal | null }

/**
 * Finds out what is wrong with the bytes of a JSON file and what could stand there instead. The same bytes and limit
 * always give the same answer. Larger files than `proposalLimitBytes` get no proposal, and the reason says so; to
 * complete what was cut takes no longer than to read it, so that has no limit.
 *
 * Where something stands behind a whole value, as what is left of a longer file below, the value alone is proposed. What
 * is no object is never proposed: no file that is read here holds anything else.
 */
export function examineJson(bytes: Uint8Array, options: { proposalLimitBytes: number }): Examination {
  const scan = scanJson(bytes)
  const completion = completeScan(bytes, scan)
  if (completion.kind === 'whole') return completion
  if (completion.kind === 'completed') return { kind: 'cut', repaired: completion.bytes, cut: completion.cut }
  const fault = findFault(bytes, scan)
  const isTooLarge = fault.guessFrom !== null && bytes.length > options.proposalLimitBytes
  const reason = isTooLarge
    ? `${fault.reason}; beyond ${options.proposalLimitBytes} bytes nothing is proposed.`
    : `${fault.reason}.`
  const proposal = isTooLarge ? null : propose(fault)
  if (fault.code === 'noise') return { kind: 'noise', reason, proposal }
  return { kind: 'hopeless', code: fault.code, reason, proposal: withoutTrust(proposal) }
}

/** What the repair of a file would write; `null` where it is whole or nothing is known that could be written. */
export function repairedBytes(examination: Examination): Uint8Array | null {
  if (examination.kind === 'whole') return null
  if (examination.kind === 'cut') return examination.repaired
  return examination.proposal === null ? null : Buffer.from(examination.proposal.text)
}

function propose({ guessFrom }: Fault): Proposal | null {
  const proposal = guessFrom === null ? null : proposeJson(decode(guessFrom()))
  return proposal?.text.startsWith('{') ? proposal : null
}

function withoutTrust(proposal: Proposal | null): Proposal | null {
  return proposal?.agreement === 'same' ? { ...proposal, agreement: 'unclear' } : proposal
}
