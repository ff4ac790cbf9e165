import { home, router } from '@/plugins/router'
import { session } from '@/session/session'

/**
 * After a sign-in: the page that was asked for, before it or while the role was not chosen yet, if the role may see it;
 * else the role's own start.
 */
export async function arrive(): Promise<void> {
  if (session.role === 'belum_memilih') return
  // The page that was asked for may still be on its way.
  await router.isReady()
  const here = router.currentRoute.value
  const wanted = here.query.tujuan ?? (here.meta.roles && here.fullPath)
  const target = typeof wanted === 'string' && /^\/(?![/\\])/.test(wanted) ? router.resolve(wanted) : null
  const roles = target?.meta.roles
  const may = target !== null && (!roles?.length || (session.role !== null && roles.includes(session.role)))
  await router.replace(may ? target : home(session.role))
}
