import { computed, reactive, readonly } from 'vue'
import { chooseRole, refreshSession, signOut as endSession } from '@/api'
import type { PersonView, SignedInView } from '@/api'
import { language, speak } from '@/plugins/i18n'
import { queryClient } from '@/plugins/query'
import { refusalOf } from '@/session/refusal'

export type Role = SignedInView['role']
/** Why a session is no more, or not the same: shown once, then forgotten. */
export type Turn =
  'role_changed' | 'aslab_access_ended' | 'aslab_suspended' | 'signed_out_elsewhere' | 'signed_in_elsewhere'

interface State {
  person: PersonView | null
  role: Role | null
  roles: Role[]
  /** The privacy notice that is in force waits to be agreed to. */
  noticeDue: boolean
  /** The session ended by itself while a page was open: what was typed stays until one signs in again. */
  ended: boolean
  /** Nobody could say whether there is a session: no line, or a server that does not answer. */
  unreached: boolean
}

// The access token lives in the memory of its tab alone; the refresh cookie is out of every script's reach. The hint
// says in every tab whose the cookie is.
const HINT = 'aslab.signed-in'
// Of an aslab also who they are, so that the page of attendance opens without a line (ABS-16).
const KEPT = 'aslab.kept'
const EARLY = 20_000
const state = reactive<State>({ person: null, role: null, roles: [], noticeDue: false, ended: false, unreached: false })
const tabs = new BroadcastChannel('aslab.session')
const turns = new Set<(turn: Turn) => void>()
let token = ''
let staleAt = 0
let refreshing: Promise<boolean> | null = null
// Counts the sign-outs: what was asked for before one says nothing after it.
let era = 0

export const session = readonly(state)
export const signedIn = computed(() => state.role !== null)

/** Hear of turns that a page did not ask for: another tab switched the role, the last contract ended. */
export function onTurn(listener: (turn: Turn) => void): void {
  turns.add(listener)
}

/** Keep what a sign-in, a refresh or a choice of role gave. Nothing stays of another person who was here before. */
export function hold(given: SignedInView): void {
  const arrived = state.person?.id !== given.person.id
  if (arrived && state.person) clear()
  token = given.access_token
  staleAt = Date.now() + given.expires_in * 1000 - EARLY
  const { person, role, roles, notice_due: noticeDue } = given
  Object.assign(state, { person, role, roles, noticeDue, ended: false })
  localStorage.setItem(HINT, given.person.id)
  if (role === 'aslab') localStorage.setItem(KEPT, JSON.stringify({ person, role, roles }))
  else localStorage.removeItem(KEPT)
  if (arrived && given.person.language !== language()) void speak(given.person.language)
}

/** Whether this device was signed in the last time the portal was open. */
export function mayBeSignedIn(): boolean {
  return localStorage.getItem(HINT) !== null
}

/** The access token for a request, renewed when it is about to expire; empty for a visitor. */
export async function accessToken(): Promise<string> {
  // Whoever goes on without a line has a role and no token.
  const without = state.role !== null && !state.ended && !token
  if (without || (token && Date.now() > staleAt)) await renew()
  return token
}

/** Ask for a new access token; false when there is no session any more. Tabs take turns: the cookie is one for all. */
export function renew(): Promise<boolean> {
  refreshing ??= inTurn().finally(() => (refreshing = null))
  return refreshing
}

async function inTurn(): Promise<boolean> {
  return await navigator.locks.request('aslab.refresh', refresh)
}

/** Take up the session of the cookie, if there is one: at the start, before a page that needs it. */
export async function restore(): Promise<void> {
  if (state.role !== null || !mayBeSignedIn()) return
  try {
    await renew()
    state.unreached = false
  } catch (error) {
    state.unreached = refusalOf(error).status !== 0 || !goOn()
  }
}

/** Without a line: as the aslab who was here last, whom the server asks for a session as soon as it is there again. */
function goOn(): boolean {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Pick<
    SignedInView,
    'person' | 'role' | 'roles'
  > | null
  if (!kept || kept.person.id !== localStorage.getItem(HINT)) return false
  Object.assign(state, kept)
  return true
}

/** Go on in another of one's roles. */
export async function switchRole(role: Role): Promise<void> {
  const { data } = await chooseRole({ body: { role } })
  hold(data)
  void queryClient.resetQueries()
  tabs.postMessage('role')
}

/** End the session here and on the server. A server out of reach does not keep anybody in. */
export async function signOut(): Promise<void> {
  try {
    if (token) await endSession()
  } catch {
    // Refused: there is no session any more. Out of reach: it ends by itself.
  } finally {
    forget()
    tabs.postMessage('out')
  }
}

/** Forget everything about the person on this device, with what was typed and not sent. */
export function forget(): void {
  era += 1
  token = ''
  Object.assign(state, { person: null, role: null, roles: [], noticeDue: false, ended: false })
  localStorage.removeItem(HINT)
  clear()
  // The files that were kept for the next time without a line.
  void navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => void one.unregister()))
  if ('caches' in window) void caches.keys().then((names) => names.forEach((name) => void caches.delete(name)))
}

function clear(): void {
  localStorage.removeItem(KEPT)
  localStorage.removeItem(`${KEPT}.contracts`)
  sessionStorage.clear()
  queryClient.clear()
}

/** The privacy notice was agreed to. */
export function agreed(): void {
  state.noticeDue = false
}

/** The profile was changed by its owner. */
export function amend(person: Partial<PersonView>): void {
  if (state.person) Object.assign(state.person, person)
}

async function refresh(): Promise<boolean> {
  const { person, role } = state
  const mine = era
  try {
    const { data } = await refreshSession()
    if (mine !== era) return false
    hold(data)
    if (person && person.id !== data.person.id) announce('signed_in_elsewhere')
    else if (role && role !== data.role) announce('role_changed')
    return true
  } catch (error) {
    if (mine !== era) return false
    const refusal = refusalOf(error)
    if (refusal.status === 401 || refusal.status === 403) return end()
    throw error
  }
}

function end(): false {
  token = ''
  // A page that is opened again after its session ended keeps what was typed in it for whoever typed it.
  if (state.role === null) localStorage.removeItem(HINT)
  else state.ended = true
  return false
}

/** Tell every listener of a turn. */
export function announce(turn: Turn): void {
  if (turn === 'role_changed') void queryClient.resetQueries()
  turns.forEach((listener) => listener(turn))
}

tabs.onmessage = ({ data }) => {
  if (state.role === null) return
  if (data === 'role') void renew()
  if (data === 'out') {
    forget()
    announce('signed_out_elsewhere')
  }
}

// Whoever signs in last has the cookie, which is one for all tabs: those of another person follow at once.
window.addEventListener('storage', ({ key, newValue }) => {
  if (key === HINT && newValue && state.person && newValue !== state.person.id) void renew()
})
