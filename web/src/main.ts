import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from '@/App.vue'
import { i18n, keptLanguage, speak } from '@/plugins/i18n'
import { queryClient } from '@/plugins/query'
import { router, wanted } from '@/plugins/router'
import { vuetify } from '@/plugins/vuetify'
import { connectClient } from '@/session/client'
import { mayBeSignedIn } from '@/session/session'

// A page that is open while a new portal is put up asks for parts that are no more: it starts afresh where one wanted
// to go, once. Without a line a part is only out of reach, and starting afresh would lose the page and what was typed.
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('aslab.restarted') ?? 0)
  if (!navigator.onLine || Date.now() - last < 10_000) return
  event.preventDefault()
  sessionStorage.setItem('aslab.restarted', String(Date.now()))
  window.history.replaceState(null, '', wanted)
  window.location.reload()
})

connectClient()
// What stands around a page comes with the words, not after the session.
if (mayBeSignedIn()) import('@/layout/frameParts').catch(() => undefined)
await speak(keptLanguage())
const app = createApp(App).use(router).use(i18n).use(vuetify).use(VueQueryPlugin, { queryClient })
// A slow phone answers to a finger between what is prepared and what is shown.
await new Promise((later) => setTimeout(later))
app.mount('#app')
