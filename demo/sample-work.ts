/** What simulated agents are called, and what they answer. */
export const AGENTS = [
  'springfield-strategist',
  'krukai-optimizer',
  'vector-auditor',
  'trinitas-coordinator',
  'trinitas-quality',
  'trinitas-workflow',
] as const

export const PROJECTS = [
  '/home/dev/checkout-service',
  '/home/dev/storefront',
  '/home/dev/data pipeline',
] as const

export const ERRORS = [
  'Error: connect ECONNREFUSED 127.0.0.1:5432',
  'The model stopped: context window exceeded after 198,204 tokens.',
  'Tool call failed: npm test exited with code 1',
] as const

const ANSWERS: Record<(typeof AGENTS)[number], string> = {
  'springfield-strategist': `## Plan for the release

1. Freeze the schema on Tuesday; the **orders** table grows by two columns.
2. Ship the read path behind a flag, compare for a day, then switch.
3. Remove the old path a week later.

| step | owner | risk |
|---|---|---|
| schema | platform | low |
| read path | checkout | medium |
| removal | checkout | low |
`,
  'krukai-optimizer': `### Hot path of \`priceCart\`

One allocation per line item and rule makes up 41 % of the profile.

\`\`\`diff
-  const priced = rules.flatMap((rule) => lines.filter(rule.applies).map(rule.price))
+  for (const line of lines) total += price(line, rules)
\`\`\`

A single pass is **3.4 times** as fast with 10,000 lines.
`,
  'vector-auditor': `# Security audit

**Risk: high.** SQL is built by joining strings in \`orders.py:88\`.

- Use parameters for the query.
- The session cookie lacks \`HttpOnly\`.
- Nothing limits attempts on \`POST /login\`: 1,200 a minute went through.
`,
  'trinitas-coordinator': `## Summary of the three reviews

All agree on splitting payment capture from pricing. They differ on *when*: the audit asks for it before the
release, the plan for after it. Recommendation: before, since the change is small.
`,
  'trinitas-quality': `## Test gaps

- No test covers a refund after a partial capture.
- \`e2e-checkout\` fails 1 run in 12: it races for port 5432.

> A flaky test is a defect of the product or of the test. This one is of the test.
`,
  'trinitas-workflow': `Pipeline: 23 min, of which 14 are the same installation on six jobs.

\`\`\`yaml
- uses: actions/cache@v4
  with: { path: ~/.npm, key: "npm-lock" }
\`\`\`

Expected afterwards: 9 min.
`,
}

export const answerOf = (agent: (typeof AGENTS)[number]): string => ANSWERS[agent]
