'use client'

export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui', padding: 32 }}>
        <title>Trinitas Monitor</title>
        <h1>The dashboard could not be shown</h1>
        <p>Nothing on disk was changed. The terminal that runs npm start says what happened.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  )
}
