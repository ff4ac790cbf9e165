import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from '@/App.vue'
import { i18n, keptLanguage, speak } from '@/plugins/i18n'
import { queryClient } from '@/plugins/query'
import { router } from '@/plugins/router'
import { vuetify } from '@/plugins/vuetify'
import { connectClient } from '@/session/client'

connectClient()
await speak(keptLanguage())
createApp(App).use(router).use(i18n).use(vuetify).use(VueQueryPlugin, { queryClient }).mount('#app')
