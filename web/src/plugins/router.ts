import { createRouter, createWebHashHistory, createWebHistory, loadRouteLocation } from 'vue-router'
import { routes } from 'vue-router/auto-routes'
import { toast } from '@/ui/toast'
import { speakInside } from '@/plugins/i18n'
import { refusalOf } from '@/session/refusal'
import { mayBeSignedIn, restore, session, signedIn } from '@/session/session'
import type { Role } from '@/session/session'
import { settings } from '@/settings'

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may open the page; left out where everybody may, empty for whoever is signed in. */
    roles?: Role[]
  }
}

// A portal that is one file is led back to by the campus before the hash, where no page is.
if (settings.api && new URLSearchParams(window.location.search).has('state')) {
  window.history.replaceState(null, '', `${window.location.pathname}#/masuk/kampus${window.location.search}`)
}

export const router = createRouter({
  // A bucket without a load balancer before it knows no other page than its files.
  history: settings.api ? createWebHashHistory() : createWebHistory(),
  // Of a shared vacancy that has closed no page is left, so its address is answered by the portal.
  routes: [...routes, { path: '/bagikan/:id', redirect: (to) => to.path.replace('bagikan', 'lowongan') }],
  scrollBehavior: (to, from, kept) => {
    if (kept) return kept
    if (to.hash) return { el: to.hash, top: 76 }
    // An order, a filter or what is open beside a list is in the address too: it stays where one reads.
    return to.path === from.path ? false : { top: 0 }
  },
})

/** The page that a role starts from. */
export function home(role: Role | null): string {
  return role === null || role === 'belum_memilih' ? '/' : `/${role}`
}

/** The page that one is on, or on the way to. */
export let wanted = window.location.href

// A page that was asked for before the sign-in is opened after it.
router.beforeEach(async (to) => {
  wanted = router.resolve(to.fullPath).href
  if (!to.meta.roles) {
    void restore()
    return true
  }
  // The page comes while the session is asked for, if there may be one.
  const page = mayBeSignedIn() ? loadRouteLocation(to) : undefined
  await Promise.all([restore(), speakInside(to.meta.roles.join() === 'admin'), page])
  if (session.role !== null || session.unreached) return true
  return { path: '/masuk', query: { tujuan: to.fullPath } }
})

// Without a line the parts of a page are out of reach: the page stays, and says so.
router.onError((error) => {
  if (navigator.onLine) return
  if (signedIn.value) toast(refusalOf(error).title, 'error')
  else window.location.assign(wanted)
})
