import { Button } from './button.tsx'

type Props = { list: { error: string | null; reload(): void } }

/** Above a list that is shown as it was, since reading it anew failed. */
export function ListError({ list: { error, reload } }: Props) {
  if (error === null) return null
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 px-4 py-2 text-failed">
      {error}
      <Button onClick={reload}>Try again</Button>
    </div>
  )
}
