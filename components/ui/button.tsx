import type { ComponentProps } from 'react'

export function Button({ className = '', ...props }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={`control inline-flex h-8 items-center gap-2 rounded-md border bg-surface px-3 text-text hover:bg-raised disabled:opacity-50 ${className}`}
      {...props}
    />
  )
}
