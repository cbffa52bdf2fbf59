const MASK = '••••••'

/** Enough of the beginning to tell which secret it is, and to whom it belongs. */
const SHOWN_CHARACTERS = 4

/**
 * Forms that nobody uses for anything but secrets. Every repetition is bounded or of characters that cannot be matched
 * in two ways, so that no text makes this slow.
 */
const TOKENS: readonly RegExp[] = [
  // Private keys, whole or cut short, also as a JSON text writes them.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----)[A-Za-z0-9+/=\s:,\\-]){0,10000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  // Our own; GitHub, GitLab, Slack, Stripe, npm, PyPI, Hugging Face, DigitalOcean, SendGrid, Google, AWS.
  /\btrinitas_[0-9a-f]{16}_[A-Za-z0-9_-]{43}/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|glpat-[A-Za-z0-9_-]{16,255})/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}/g,
  /\b(?:npm_[A-Za-z0-9]{20,255}|pypi-[A-Za-z0-9_-]{20,255}|hf_[A-Za-z0-9]{20,255}|dop_v1_[a-f0-9]{32,255})/g,
  /\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}/g,
  /\b(?:AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,255})/g,
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
  // Anthropic, OpenAI and their like.
  /\bsk-[A-Za-z0-9_-]{16,255}/g,
  // JSON web tokens.
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000}/g,
]

/** A secret by what stands before it: a header, an address with a password, the name of a field or a variable. */
const NAMED: readonly RegExp[] = [
  /(\b(?:authorization|proxy-authorization)["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:bearer|basic|token)\s{1,4})?)([^\s"',;]{8,2000})/gi,
  /(\bbearer\s{1,4})([A-Za-z0-9._~+/=-]{16,2000})/gi,
  /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"']{0,100}:)([^\s/@"']{3,200})(?=@)/gi,
  /(\b[A-Za-z0-9_-]{0,40}(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret|_token)["']?\s{0,4}[:=]\s{0,4}["']?)([^\s"',;}{)(]{6,500})/gi,
]

/**
 * A text with everything masked that looks like a key, a token or a password, for what leaves the circle of those who
 * may read answers. What looks like none is not found: this is a net, not a proof.
 */
export function maskSecrets(text: string): string {
  let masked = text
  for (const form of TOKENS) masked = masked.replace(form, maskToken)
  for (const form of NAMED) masked = masked.replace(form, (_match, before: string) => before + MASK)
  return masked
}

function maskToken(token: string): string {
  const lines = token.split('\n')
  const shown = lines.length > 1 ? `${lines[0]}\n` : token.slice(0, SHOWN_CHARACTERS)
  return shown + MASK
}
