import { client } from '@/api/client.gen'
import { language } from '@/plugins/i18n'
import { accessToken, renew, session, announce } from '@/session/session'
import { refusalFrom, refusalOf } from '@/session/refusal'
import { settings } from '@/settings'

// The session's own addresses are asked with the cookie; renewing them by themselves would go round in circles.
const RENEWAL = '/v1/session/refresh'

/** Tie the generated client to the session: who asks, in which language, and what becomes of a refusal. */
export function connectClient(): void {
  client.setConfig({
    baseUrl: settings.api || window.location.origin,
    credentials: settings.api ? 'include' : 'same-origin',
    fetch: sessionFetch,
  })
  client.interceptors.error.use((thrown, response) => {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return thrown
    if (!response) return refusalOf(thrown)
    const refusal = refusalFrom(response.status, thrown)
    if (refusal.code === 'aslab_access_ended' || refusal.code === 'aslab_suspended') announce(refusal.code)
    return refusal
  })
}

/**
 * One request with a good token. A token that was just refused is renewed once and the request sent again, unless the
 * cookie is another person's by now: what one has asked for never goes out in the name of the next.
 */
async function sessionFetch(input: RequestInfo | URL): Promise<Response> {
  const request = new Request(input)
  request.headers.set('Accept-Language', language())
  if (new URL(request.url).pathname === RENEWAL) return fetch(request)
  const again = request.clone()
  const asker = session.person?.id
  const token = await accessToken()
  if (anotherThan(asker)) throw refusalFrom(401, null)
  const answer = await fetch(signed(request, token))
  if (!token) return answer
  const code = await codeOf(answer)
  // Another tab has switched the role: this one follows, and what it asked for in the old role stays refused.
  if (code === 'role_changed') await renew()
  if (answer.status !== 401 || code === 'wrong_credentials' || !(await renew()) || anotherThan(asker)) return answer
  return fetch(signed(again, await accessToken()))
}

function anotherThan(asker: string | undefined): boolean {
  return asker !== undefined && session.person !== null && session.person.id !== asker
}

function signed(request: Request, token: string): Request {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  return request
}

/** The code of a refusal of access; empty for every other answer, and for the gateway's own words. */
async function codeOf(answer: Response): Promise<string> {
  if (answer.status !== 401 && answer.status !== 403) return ''
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null)
  return (body as { code?: unknown } | null)?.code?.toString() ?? ''
}
