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
  open: 'Buka',
  close: 'Tutup',
  loading: 'Memuat...',
  noDataText: 'Tidak ada data tersedia',
  input: { clear: 'Bersihkan {0}', prependAction: '{0} aksi diawal', appendAction: '{0} aksi diakhir' },
}
const en = {
  badge: 'Badge',
  open: 'Open',
  close: 'Close',
  loading: 'Loading...',
  noDataText: 'No data available',
  input: { clear: 'Clear {0}', prependAction: '{0} prepended action', appendAction: '{0} appended action' },
}

/** The look of the portal: every colour that carries text has a contrast of at least 4.5 with its ground. */
export const vuetify = createVuetify({
  locale: { locale: 'id', fallback: 'en', messages: { id, en } },
  icons: { defaultSet: 'mdi', aliases, sets: { mdi: { component: VSvgIcon } } },
  theme: {
    defaultTheme: 'campus',
    themes: {
      campus: {
        dark: false,
        colors: {
          background: '#f6f8fa',
          surface: '#ffffff',
          primary: '#0b4f6c',
          secondary: '#8a5300',
          success: '#156c3f',
          warning: '#8a5300',
          error: '#b3261e',
          info: '#1d5fa8',
        },
        variables: { 'medium-emphasis-opacity': 0.75, 'border-opacity': 0.16 },
      },
    },
  },
  defaults: {
    // A button that leads to a page above this one looks like any other.
    VBtn: { variant: 'flat', class: 'text-none', active: false },
    VCard: { variant: 'flat', border: true, rounded: 'lg' },
    VTextField: { variant: 'outlined', density: 'comfortable' },
    VTextarea: { variant: 'outlined', density: 'comfortable', autoGrow: true, rows: 3 },
    VSelect: { variant: 'outlined', density: 'comfortable' },
    VAutocomplete: { variant: 'outlined', density: 'comfortable' },
    VCheckbox: { density: 'comfortable' },
    VChip: { variant: 'tonal', size: 'small' },
    VAlert: { variant: 'tonal' },
  },
})

// The library's own words (buttons of a calendar, labels of a table) follow the language of the portal.
watchEffect(() => (vuetify.locale.current.value = i18n.global.locale.value))
