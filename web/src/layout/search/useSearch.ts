import { useQuery } from '@tanstack/vue-query'
import { refDebounced } from '@vueuse/core'
import { mdiAccountCircleOutline, mdiBellOutline, mdiHelpCircleOutline } from '@mdi/js'
import { computed, onMounted, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RouteLocationRaw } from 'vue-router'
import type { HitView } from '@/api'
import { searchCampusOptions } from '@/api/@tanstack/vue-query.gen'
import { behind } from '@/layout/search/behind'
import { useSaid } from '@/layout/search/said'
import { menus } from '@/layout/frame'
import type { MenuItem } from '@/layout/menus'
import { session } from '@/session/session'
import { found } from '@/ui/found'

export interface Option {
  key: string
  title: string
  text: string
  to: RouteLocationRaw
  icon?: string
}
interface Group {
  kind: HitView['kind'] | 'page'
  options: Option[]
}

const LEAST = 2
const MOST = 5
const KINDS = ['person', 'applicant', 'vacancy', 'contract', 'certificate'] as const

/** What is typed, and what is found by it: the pages of one's role at once, all else from the server. */
export function useSearch() {
  const { t } = useI18n()
  const say = useSaid()
  const typed = ref('')
  const words = computed(() => typed.value.trim())
  const asked = refDebounced(words, 250)
  const asks = computed(() => words.value.length >= LEAST)
  const query = useQuery(
    computed(() => ({
      ...searchCampusOptions({ query: { search: asked.value } }),
      enabled: asks.value && asked.value.length >= LEAST,
    })),
  )
  // What was found by other words is not shown under these.
  const waiting = computed(() => words.value !== asked.value || query.isPending.value)
  const hits = computed(() => (asks.value && !waiting.value ? (query.data.value?.items ?? []) : []))

  const menu = shallowRef<MenuItem[]>([])
  onMounted(async () => {
    const own = session.role ? (await menus())[session.role] : []
    menu.value = [
      ...own,
      { to: '/notifikasi', icon: mdiBellOutline, text: 'messages.inbox.title' },
      { to: '/profil', icon: mdiAccountCircleOutline, text: 'layout.profile' },
      { to: '/panduan', icon: mdiHelpCircleOutline, text: 'layout.guide' },
    ]
  })
  const pages = computed<Option[]>(() =>
    menu.value
      .map(({ to, icon, text }) => ({ key: to, title: t(text), text: '', to, icon }))
      .filter(({ title }) => found(words.value, [title])),
  )

  const state = ({ kind, role, valid, state: now }: HitView) => {
    if (kind === 'person') return t(`session.roles.${role}`)
    if (kind === 'certificate') return say(`valid.${valid}`)
    return t(`${{ applicant: 'applications', vacancy: 'vacancies', contract: 'contracts' }[kind]}.states.${now}`)
  }

  /** A vacancy, and one's own contract, is known by its course; a certificate by its number. */
  function shown(hit: HitView): Option {
    const { kind, name, number, course } = hit
    const byCourse = kind === 'vacancy' || (kind === 'contract' && session.role === 'aslab')
    const title = (byCourse ? course : kind === 'certificate' ? number : name) ?? ''
    const rest = kind === 'vacancy' || kind === 'certificate' ? [name] : byCourse ? [] : [number]
    const text = [...rest, byCourse ? null : course, state(hit)].filter(Boolean).join(' · ')
    return { key: `${kind} ${hit.id}`, title, text, to: behind(hit, session.role) }
  }

  const groups = computed<Group[]>(() =>
    [
      { kind: 'page' as const, options: pages.value },
      ...KINDS.map((kind) => ({ kind, options: hits.value.filter((hit) => hit.kind === kind).map(shown) })),
    ].filter(({ options }) => options.length),
  )
  const options = computed(() => groups.value.flatMap((group) => group.options))
  const cut = computed(() => groups.value.some(({ kind, options: some }) => kind !== 'page' && some.length === MOST))
  return { typed, words, asks, query, waiting, hits, groups, options, cut }
}
