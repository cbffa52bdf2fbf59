'use client'

import { Share2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'

/** Loaded when it is first opened. */
const ShareDialog = dynamic(() => import('./share-dialog.tsx').then((module) => module.ShareDialog), {
  ssr: false,
})

/** Opens the ways to show a view to somebody else. `query` is the view as it stands in the URL of its page. */
export function ShareButton({ query }: { query: string }) {
  const [dialog, setDialog] = useState<'never' | 'open' | 'closed'>('never')
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setDialog('open')}>
        <Share2 size={14} aria-hidden />
        Share…
      </Button>
      {dialog !== 'never' && (
        <ShareDialog open={dialog === 'open'} query={query} onClose={() => setDialog('closed')} />
      )}
    </>
  )
}
