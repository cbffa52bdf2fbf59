import { TriangleAlert, Undo2 } from 'lucide-react'
import { revealHidden } from '#lib/format/printable.ts'
import type { PlanSummary } from '#lib/model/plan.ts'
import type { Job } from '#lib/model/schedule.ts'
import { PlanItems } from '../recovery/plan-items.tsx'
import { planNumbers, planTitle, VERBS } from '../recovery/plan-words.ts'
import type { JobPlans } from './use-job-plans.ts'

/** What a job would do now: one plan after the other, with what can be taken back. */
export function JobPlanList({ job, plans }: { job: Job; plans: JobPlans }) {
  if (plans.phase === 'planning') return <p role="status">Looking at what is on disk…</p>
  if (plans.phase === 'failed')
    return (
      <p role="alert" className="break-words text-failed">
        {revealHidden(plans.message)}
      </p>
    )
  if (plans.plans.length === 0) return <p>{NOTHING[job]}</p>
  return (
    <>
      <p className="text-muted">
        This is how it is now. It is planned anew for the run, and never takes an active session.
      </p>
      {plans.plans.map((one) =>
        one.kind === 'plan' ? (
          <Planned key={one.plan.id} plan={one.plan} />
        ) : (
          <p key={one.action} className="break-words">
            {VERBS[one.action]}: <span className="text-muted">{revealHidden(one.why)}</span>
          </p>
        ),
      )}
    </>
  )
}

const NOTHING: Readonly<Record<Job, string>> = {
  health_check: 'It changes nothing but to write the report.',
  clean_up: 'Nothing is to be done now.',
  auto_recovery: 'Nothing is wrong now that it could mend.',
}

function Planned({ plan }: { plan: PlanSummary }) {
  return (
    <section aria-label={planTitle(plan)} className="flex flex-col gap-2">
      <h3 className="font-semibold">{planTitle(plan)}</h3>
      <p className="flex items-center gap-2">
        {plan.reversible ? (
          <Undo2 size={16} className="shrink-0 text-active" aria-hidden />
        ) : (
          <TriangleAlert size={16} className="shrink-0 text-failed" aria-hidden />
        )}
        <span>
          {planNumbers(plan)}. {plan.reversible ? 'This can be undone.' : 'This cannot be undone.'}
        </span>
      </p>
      <PlanItems action={plan.action} items={plan.shown} total={plan.items} />
    </section>
  )
}
