/** Whether an agent is the harness's own, by its id: nobody asked for it. */
export const isInternalId = (agentId: string): boolean =>
  /^a(?:compact|prompt_suggestion|side_question)-/.test(agentId)
