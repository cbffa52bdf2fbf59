import { lookAtAgent } from '#lib/store/look-at-agent.ts'
import type { SignOf } from './running-agents.ts'

/** Looks at the agent of a record just now, for whoever asks once and must not rely on what was seen before. */
export const lookAtRecord: SignOf = ({ work }) => lookAtAgent(work)
