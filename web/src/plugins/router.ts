import { createRouter, createWebHistory } from 'vue-router'
import { routes } from 'vue-router/auto-routes'
import { speakInside } from '@/plugins/i18n'
import { restore, session } from '@/session/session'
import type { Role } from '@/session/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may open the page; left out where everybody may, empty for whoever is signed in. */
    roles?: Role[]
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, _from, kept) => kept ?? (to.hash ? { el: to.hash } : { top: 0 }),
})

/** The page that a role starts from. */
export function home(role: Role | null): string {
  return role === null || role === 'belum_memilih' ? '/' : `/${role}`
}

// A page that was asked for before the sign-in is opened after it.
router.beforeEach(async (to) => {
  if (!to.meta.roles) {
    void restore()
    return true
  }
  await Promise.all([restore(), speakInside()])
  if (session.role !== null || session.unreached) return true
  return { path: '/masuk', query: { tujuan: to.fullPath } }
})
