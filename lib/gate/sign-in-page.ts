import { escapeHtml, plainPage } from './plain-page.ts'

/**
 * The page for whoever is not known: made here, so that nothing of the application is asked for somebody who may not
 * see it. A link's token stands behind "#", which no browser sends and no log keeps; it is taken out of the address at
 * once. A cookie that a link from elsewhere left at home is found by asking again from here.
 */
export function signInPage({ nonce, message }: { nonce: string; message: string }): string {
  const body = `<p id="message" role="status">${escapeHtml(message)}</p>
<form id="form">
<label for="token">Token</label>
<input id="token" type="password" autocomplete="off" spellcheck="false" required autofocus>
<button>Sign in</button>
</form>
<noscript><p>Signing in needs JavaScript. For scripts: send the header “Authorization: Bearer TOKEN”.</p></noscript>
</main>
<script nonce="${nonce}">${SCRIPT}</script>`
  return plainPage({ nonce, title: 'Sign in', body })
}

const SCRIPT = `
const form = document.getElementById('form'), input = document.getElementById('token')
const message = document.getElementById('message'), button = form.querySelector('button')
const here = location.pathname === '/sign-in'
const goOn = () => here ? location.replace('/') : location.reload()
async function signIn(token) {
  button.disabled = true
  try {
    const response = await fetch('/api/sign-in', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) })
    if (response.ok) return goOn()
    message.textContent = (await response.json()).error.message
  } catch (error) {
    message.textContent = 'The server cannot be reached.'
    console.warn(error)
  }
  button.disabled = false
  input.focus()
}
form.addEventListener('submit', (event) => { event.preventDefault(); void signIn(input.value.trim()) })
const link = location.hash.slice(1)
if (here && link.startsWith('trinitas_')) {
  history.replaceState(null, '', location.pathname + location.search)
  void signIn(link)
} else if (!here) {
  void fetch('/api/sign-in').then((response) => response.json()).then(({ signedIn }) => { if (signedIn) goOn() })
}
`
