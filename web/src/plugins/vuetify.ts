import 'vuetify/styles/core'
import 'vuetify/styles/utilities'
import '@fontsource-variable/plus-jakarta-sans/wght.css'
import '@/app.css'
import { createVuetify } from 'vuetify'
import { VSvgIcon } from 'vuetify/components/VIcon'
import { watchEffect } from 'vue'
import { i18n } from '@/plugins/i18n'
import { aliases } from '@/plugins/icons'

// Those of the library's words that the portal's controls say. One that is missing is an error in the console.
const id = {
  badge: 'Lencana',
  close: 'Tutup',
  input: { clear: 'Bersihkan {0}', prependAction: '{0} aksi diawal', appendAction: '{0} aksi diakhir' },
}
const en = {
  badge: 'Badge',
  close: 'Close',
  input: { clear: 'Clear {0}', prependAction: '{0} prepended action', appendAction: '{0} appended action' },
}

const LOOK = 'aslab.look'
const variables = { 'medium-emphasis-opacity': 0.75, 'border-opacity': 0.16 }

/** Light or dark, as it was chosen on this device; as the system has it until then. */
export const keptLook = () => localStorage.getItem(LOOK) ?? 'system'

export function look(wanted: string): void {
  localStorage.setItem(LOOK, wanted)
  void vuetify.theme.change(wanted)
}

/**
 * The look of the portal: every colour that carries text has a contrast of at least 4.5 with its ground.
 *
 * `muted` is text of less weight, `outline` the border of a field, `soft` a ground that is set off.
 */
export const vuetify = createVuetify({
  locale: { locale: 'id', fallback: 'en', messages: { id, en } },
  icons: { defaultSet: 'mdi', aliases, sets: { mdi: { component: VSvgIcon } } },
  theme: {
    defaultTheme: keptLook(),
    themes: {
      light: {
        colors: {
          background: '#f6f8fa',
          surface: '#ffffff',
          primary: '#0b4f6c',
          secondary: '#8a5300',
          success: '#156c3f',
          warning: '#8a5300',
          error: '#b3261e',
          info: '#1d5fa8',
          muted: '#4a5a66',
          outline: '#7a8994',
          soft: '#e6ebef',
        },
        variables,
      },
      dark: {
        colors: {
          background: '#10171c',
          surface: '#182127',
          primary: '#86c9e6',
          secondary: '#f2b84b',
          success: '#7dd3a0',
          warning: '#f2b84b',
          error: '#ff9b91',
          info: '#93c2ff',
          muted: '#b4c1ca',
          outline: '#8797a3',
          soft: '#2b3842',
        },
        variables,
      },
    },
  },
  defaults: {
    // A button that leads to a page above this one looks like any other.
    VBtn: { variant: 'flat', class: 'text-none', active: false },
    VCard: { variant: 'flat', border: true, rounded: 'lg' },
    VTextField: { variant: 'outlined', density: 'comfortable' },
    VTextarea: { variant: 'outlined', density: 'comfortable', autoGrow: true, rows: 3 },
    VAlert: { variant: 'tonal' },
  },
})

// The library's own words (buttons of a calendar, labels of a table) follow the language of the portal.
watchEffect(() => (vuetify.locale.current.value = i18n.global.locale.value))

// Paper is white, whatever the look.
window.addEventListener('beforeprint', () => void vuetify.theme.change('light'))
window.addEventListener('afterprint', () => void vuetify.theme.change(keptLook()))
