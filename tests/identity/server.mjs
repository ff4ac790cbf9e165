/**
 * A campus's sign-in server: oidc-provider, with one page on which one says who one is. The client and the address to
 * come back to are in CLIENT, the port and the issuer in PORT.
 */
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import Provider from 'oidc-provider'

const port = Number(process.env.PORT)
const client = JSON.parse(process.env.CLIENT)
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  cookies: { keys: ['of a test'] },
  claims: { openid: ['sub', 'nim'], email: ['email', 'email_verified'], profile: ['name'] },
  // As the servers of campuses do: what was asked for is in the ID token.
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...JSON.parse(id) }) }),
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc
    const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
    grant.addOIDCScope('openid email profile')
    await grant.save()
    return grant
  },
})
provider.on('server_error', (_, error) => console.error(error))

const page = `<!doctype html><html lang="id"><title>Akun kampus</title><link rel="icon" href="data:,">
<h1>Akun kampus</h1><form method="post"><label>Email <input name="email" autofocus></label>
<input type="hidden" name="email_verified" value="true"><button>Lanjut</button></form></html>`

async function interaction(request, response) {
  if (request.method === 'GET') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    return response.end(page)
  }
  const form = new URLSearchParams(await text(request))
  const [email, nim] = [form.get('email'), form.get('nim') ?? undefined]
  const claims = { email, email_verified: form.get('email_verified') === 'true', name: 'Siti Aminah', nim }
  const result = form.get('error')
    ? { error: form.get('error') }
    : { login: { accountId: JSON.stringify(claims), remember: false } }
  return provider.interactionFinished(request, response, result)
}

createServer((request, response) => {
  if (request.url.startsWith('/interaction/')) void interaction(request, response)
  else void provider.callback()(request, response)
}).listen(port, '127.0.0.1')
