'use client'

import { LogOut } from 'lucide-react'
import { useState } from 'react'
import type { Role } from '#lib/model/identity.ts'
import { postJson } from '../live/fetch-json.ts'

/** What the token of this browser allows, and how to give it back. */
export function SignOut({ role }: { role: Role }) {
  const [fault, setFault] = useState<string | null>(null)
  const signOut = async (): Promise<void> => {
    const answer = await postJson('/api/sign-out', {})
    if (answer.ok) window.location.assign('/sign-in')
    else setFault(`You are still signed in. ${answer.message}`)
  }
  return (
    <span className="flex items-center gap-1 text-[13px] text-muted">
      {fault !== null && (
        <span role="alert" className="text-failed">
          {fault}
        </span>
      )}
      <span className="rounded border px-1.5 max-md:hidden" title={`You are signed in as ${role}.`}>
        {role}
      </span>
      <button
        type="button"
        aria-label="Sign out"
        title={`Sign out (${role})`}
        className="touch inline-flex size-8 items-center justify-center rounded-md hover:bg-raised hover:text-text"
        onClick={() => void signOut()}
      >
        <LogOut size={16} aria-hidden />
      </button>
    </span>
  )
}
