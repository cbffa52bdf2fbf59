import type { ComponentProps } from 'react'

type Props = ComponentProps<'button'> & { tone: 'plain' | 'final' }

const TONES = { plain: 'border-accent bg-accent', final: 'border-failed bg-failed' } as const

/** The one button of a dialog that does it. `final` where nothing brings it back. */
export function ConfirmButton({ tone, ...props }: Props) {
  return (
    <button
      type="submit"
      className={`control inline-flex h-8 items-center gap-2 rounded-md border px-3 font-semibold text-on-accent hover:opacity-90 disabled:opacity-50 ${TONES[tone]}`}
      {...props}
    />
  )
}
