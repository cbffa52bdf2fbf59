/**
 * `<session>_integrated.json`. Names and order of the fields are the original integrator's; `metadata` ends in three
 * fields of ours that name what the answer lacks.
 */
export type IntegratedSession = {
  session_id: string
  /** ISO 8601, UTC. */
  timestamp: string
  /** By agent type, in order of first appearance. Any text may be a name: take own fields only. */
  agent_results: Record<string, AgentAnswer>
  synthesis: Synthesis
  metadata: IntegrationMetadata
}

export type AgentAnswer = {
  count: number
  results: SingleAnswer | MergedAnswers
  /** Summed; an unknown time counts as 0. */
  execution_time_ms: number
  status: AgentStatus
}

/** Of an agent with one result. */
export type SingleAnswer = { content: string; error: string | null }

/** Of an agent with several results. */
export type MergedAnswers = { content: string; errors: string[]; duplicates_removed: number }

export type AgentStatus = 'success' | 'partial_failure' | 'unknown'

export type Synthesis = {
  summary: string
  key_insights: string[]
  recommendations: string[]
  consensus_level: ConsensusLevel
}

export type ConsensusLevel = 'high' | 'medium' | 'low'

export type IntegrationMetadata = {
  total_agents: number
  total_results: number
  /** ISO 8601, UTC. */
  integration_timestamp: string
  total_execution_time_ms: number
  unreadable_results: { path: string; reason: string }[]
  cut_short_results: { path: string; missing: string }[]
  /** How many were expected and are not there. */
  missing_results: number
}
