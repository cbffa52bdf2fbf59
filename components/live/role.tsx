'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Role } from '#lib/model/identity.ts'

/** Until somebody says otherwise, whoever looks may only look. */
const RoleContext = createContext<Role>('viewer')

/** Tells the page what whoever looks may do. It only decides what is shown: the server asks again. */
export function RoleProvider({ role, children }: { role: Role; children: ReactNode }) {
  return <RoleContext value={role}>{children}</RoleContext>
}

export const useRole = (): Role => useContext(RoleContext)
