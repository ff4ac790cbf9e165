import type { MyContracts } from '@/api'
import { listOwnContractsOptions, listOwnContractsQueryKey } from '@/api/@tanstack/vue-query.gen'
import { keepContracts, keptContracts } from '@/features/attendance/offline/kept'
import { start as startQueue } from '@/features/attendance/offline/queue'
import { queryClient } from '@/plugins/query'
import { session } from '@/session/session'
import { update } from '@/ui/update'

/** What an aslab's device does so that attendance works without a line: it keeps the portal, the posts, and what waits. */
const LATER_MS = 10_000
const key = listOwnContractsQueryKey()
let watched = false

export function start(): void {
  keep()
  registerLater()
  startQueue()
}

function keep(): void {
  const kept = keptContracts()
  const shown = queryClient.getQueryState<MyContracts>(key)
  // A page may have asked for them before this part was here.
  if (shown?.data) keepContracts({ contracts: shown.data, at: shown.dataUpdatedAt })
  else if (kept) queryClient.setQueryData(key, kept.contracts, { updatedAt: kept.at })
  else void queryClient.prefetchQuery(listOwnContractsOptions())
  if (watched) return
  watched = true
  const mine = JSON.stringify(key)
  queryClient.getQueryCache().subscribe(({ type, query }) => {
    const { data, dataUpdatedAt: at } = query.state
    if (type !== 'updated' || !data || session.role !== 'aslab' || JSON.stringify(query.queryKey) !== mine) return
    keepContracts({ contracts: data as MyContracts, at })
  })
}

/** Each time, since the sign-out has taken it away: with the first touch, or when the page has long been there. */
function registerLater(): void {
  const now = () => {
    window.clearTimeout(timer)
    window.removeEventListener('pointerdown', now)
    void register()
  }
  const timer = window.setTimeout(now, LATER_MS)
  window.addEventListener('pointerdown', now)
}

async function register(): Promise<void> {
  if (session.role !== 'aslab' || !navigator.onLine) return
  const { registerSW } = await import('virtual:pwa-register')
  const take = registerSW({ onNeedRefresh: () => (update.value = () => take(true)) })
}
