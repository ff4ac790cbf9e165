import { fileURLToPath, URL } from 'node:url'
import VueI18n from '@intlify/unplugin-vue-i18n/vite'
import Vue from '@vitejs/plugin-vue'
import purgeCSSPlugin from '@fullhuman/postcss-purgecss'
import * as icons from '@mdi/js'
import type { AcceptedPlugin } from 'postcss'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'
import type { Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import Vuetify from 'vite-plugin-vuetify'
import Router from 'vue-router/vite'
import { chunkOf, refuseCircles } from './chunks.ts'
import { DRAWN } from './diagrams.ts'
import { guides } from './guides.ts'

const source = fileURLToPath(new URL('./src', import.meta.url))

// Of Vuetify's utility classes only those that a page names are sent; its components make theirs as they run.
const unusedStyles = purgeCSSPlugin({
  content: ['./index.html', './src/**/*.{vue,ts}'],
  safelist: {
    greedy: [
      ...[/^v-/, /^bg-/, /^rounded-(0|lg|pill)$/, /^border-t$/, /data-v-/, /^:/],
      /^(dialog|expand|fade|message|scale|slide)-([a-z]+-)*transition/,
    ],
  },
})

// What stands beside a kept class and is never there: texts from right to left, toggles, dialogs from above; and letters
// that no name on a campus in Indonesia has.
const NEVER_WRITTEN = /cyrillic|vietnamese/
const NEVER = /v-locale--is-rtl|v-btn-toggle|hover-elevation|\.float-|dialog-top-transition/
const neverThere: AcceptedPlugin = {
  postcssPlugin: 'never-there',
  AtRule: {
    'font-face': (rule) => {
      if (NEVER_WRITTEN.test(rule.toString())) rule.remove()
    },
  },
  Rule(rule) {
    const left = rule.selectors.filter((selector) => !NEVER.test(selector))
    if (!left.length) rule.remove()
    else if (left.length < rule.selectors.length) rule.selectors = left
  },
}

// An icon is a line of drawing, put where it is used: as a module of their own all would come with the first page.
const inlineIcons: Plugin = {
  name: 'inline-icons',
  enforce: 'post',
  transform: (code) =>
    code.replace(/import \{([^}]+)\} from ['"]@mdi\/js['"];?/g, (_, names: string) =>
      names
        .split(',')
        .map((name) => name.trim().split(' as '))
        .map(([name, local = name]) => `const ${local} = ${JSON.stringify(icons[name as keyof typeof icons])};`)
        .join(''),
    ),
}

// Parts that the libraries bring along and the portal does not use: pictures and a bar of progress in cards and fields,
// a wave that runs from where one clicks, the words of all components, a client for a stream of events.
const leftOut: Plugin = {
  name: 'left-out',
  enforce: 'pre',
  resolveId: (id, importer = '') =>
    (/\/vuetify\/lib\/(composables|components\/V)/.test(importer) &&
      /\/(VImg|VProgressLinear|ripple)\/index\.js$/.test(id)) ||
    (/\/vuetify\/lib\/locale\/adapters\//.test(importer) && id === '../en.js') ||
    (importer.includes('/src/api/') && id.endsWith('/serverSentEvents.gen'))
      ? `${source}/plugins/leftOut.ts`
      : null,
}

// A bucket sends no headers: there the page says its policy itself, first of all, but not who may frame it.
const saidPolicy: Plugin = {
  name: 'said-policy',
  transformIndexHtml: () => {
    const content = process.env.VITE_CONTENT_SECURITY_POLICY?.replace(/;?\s*frame-ancestors[^;]*/, '')
    const attrs = { 'http-equiv': 'Content-Security-Policy', content }
    return content ? [{ tag: 'meta', attrs, injectTo: 'head-prepend' }] : []
  },
}

// The shell in the page is drawn before the styles are there: only what follows a style sheet in the body waits for it.
// The typeface comes along with the scripts, so that texts do not move when it is there.
const shellFirst: Plugin = {
  name: 'shell-first',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const sheets = html.match(/<link rel="stylesheet"[^>]*>\s*/g) ?? []
      const page = sheets.reduce((rest, sheet) => rest.replace(sheet, ''), html)
      const href = Object.keys(bundle).find((name) => /-latin-wght-normal-.*\.woff2$/.test(name))
      const font = { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${href}`, crossorigin: '' }
      return {
        html: page.replace('</body>', `${sheets.join('')}</body>`),
        tags: href ? [{ tag: 'link', attrs: font, injectTo: 'head' }] : [],
      }
    },
  },
}

// What a module needs has the users of that module at least, so the files that chunkOf names never need each
// other. The bundler then may leave out what it would wrap each module in to keep their order.
const noCircles: Plugin = {
  name: 'no-circles',
  generateBundle: (_, files) => refuseCircles(files as Record<string, { imports?: string[] }>),
}

// An aslab opens the portal where there is no line (ABS-16): its files are kept on the device, and nothing else is. A new
// portal waits until one takes it. A portal that is one file begins at that file.
const start = process.env.VITE_API_ORIGIN ? '/index.html#/' : '/'
const installed = VitePWA({
  registerType: 'prompt',
  injectRegister: false,
  pwaAssets: { preset: 'minimal-2023', image: 'public/icon.svg', includeHtmlHeadLinks: false, injectThemeColor: false },
  manifest: {
    id: '/',
    name: 'SI-Aslab',
    short_name: 'SI-Aslab',
    description: 'Sistem informasi asisten laboratorium',
    lang: 'id',
    start_url: start,
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#0b4f6c',
    shortcuts: [{ name: 'Absensi', url: `${start}absensi`.replace('//', '/') }],
  },
  workbox: {
    globPatterns: ['index.html', 'icon.svg', 'assets/*.{js,css,svg,woff2}'],
    globIgnores: ['assets/diagram-*'],
    dontCacheBustURLsMatching: /^assets\//,
    navigateFallback: '/index.html',
    navigateFallbackDenylist: [/^\/(v1|_local|bagikan)\b/, /\.\w+$/],
    inlineWorkboxRuntime: true,
  },
})

export default defineConfig({
  plugins: [
    Router({ routesFolder: 'src/pages', dts: 'src/routes.d.ts' }),
    guides,
    Vue({ include: [/\.vue$/, /\/src\/guide\/.+\.md$/] }),
    Vuetify(),
    VueI18n({
      include: [`${source}/**/words/*.json`, `${source}/locales/problems/*.json`],
      dropMessageCompiler: true,
      fullInstall: false,
    }),
    inlineIcons,
    leftOut,
    noCircles,
    saidPolicy,
    shellFirst,
    installed,
    // Compressed once with patience, and served as it is.
    compression({ algorithms: ['brotliCompress'], include: /\.(js|css|svg)$/ }),
  ],
  // What the portal does not use of Vue is left out of what is sent.
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false },
  resolve: {
    alias: [
      { find: '@', replacement: source },
      { find: '@diagrams', replacement: DRAWN },
      { find: /^\.\/adapters\/vuetify\.js$/, replacement: `${source}/plugins/noDates.ts` },
    ],
  },
  css: { postcss: { plugins: [neverThere, unusedStyles] } },
  build: {
    target: 'es2022',
    sourcemap: false,
    // Browsers of the last years load ahead by themselves; an older one loads the same files a moment later.
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: {
        strictExecutionOrder: false,
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOf }] },
      },
    },
  },
  server: { proxy: { '/v1': process.env.ASLAB_API ?? 'http://localhost:8080' } },
})
