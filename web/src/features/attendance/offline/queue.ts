import { createStore, del, set, values } from 'idb-keyval'
import { computed, ref, shallowRef } from 'vue'
import { recordAttendance } from '@/api'
import { toast } from '@/ui/toast'
import { useUpload } from '@/ui/useUpload'
import { deliver } from '@/features/attendance/offline/entry'
import type { Entry, Line } from '@/features/attendance/offline/entry'
import { i18n } from '@/plugins/i18n'
import { queryClient } from '@/plugins/query'
import type { Refusal } from '@/session/refusal'
import { session } from '@/session/session'

/** Attendances that wait on this device for the line to return, and their sending (ABS-13). */
const EACH_MS = 60_000
// Long after the server has stopped to take an entry for its day; what nobody comes back for is not kept for ever.
const KEPT_MS = 14 * 24 * 3600_000
const store = createStore('aslab-attendance', 'waiting')
const tabs = new BroadcastChannel('aslab.attendance')
const all = shallowRef<Entry[]>([])
let started = false
let asked = false

/** An entry as the browser keeps it: the bytes themselves, since a Blob may only point to them. */
type Stored = Omit<Entry, 'photo'> & { photo: ArrayBuffer; type: string }

/** The key of the entry that is on its way now. */
export const onItsWay = ref('')
/** Those of the person who is signed in, the oldest first. */
export const own = computed(() => all.value.filter((entry) => entry.person === session.person?.id))
export const waiting = computed(() => own.value.filter((entry) => !entry.refusal))

/** Keep an entry until it is taken. Rejects when this browser keeps nothing. */
export async function keep(entry: Entry): Promise<void> {
  const { photo, ...rest } = entry
  await set(entry.key, { ...rest, photo: await photo.arrayBuffer(), type: photo.type } satisfies Stored, store)
  void askToStay()
  await changed()
}

/** Until it is sent it is the only copy: a browser that runs short of space is asked to leave it alone. */
async function askToStay(): Promise<void> {
  if (asked) return
  asked = true
  await navigator.storage.persist().catch(() => false)
}

export async function remove(entry: Entry): Promise<void> {
  await del(entry.key, store)
  await changed()
}

/** Send what waits: now, when the line returns, and every minute. */
export function start(): void {
  if (started) void sendAll()
  if (started) return
  started = true
  tabs.onmessage = () => void read()
  window.addEventListener('online', () => void sendAll())
  // Not for a tab that nobody looks at: asking would keep its session alive.
  setInterval(() => void (document.visibilityState === 'visible' && sendAll()), EACH_MS)
  void forgetOld().then(sendAll)
}

/** Send an attendance's words under the key of its entry; its photo has arrived. */
export async function record({ key, contract, words, upload }: Omit<Entry, 'photo'>) {
  const { data } = await recordAttendance({
    path: { contract_id: contract },
    // Without a photo the server says that it takes one.
    body: { ...words, upload_id: (upload || undefined) as string },
    headers: { 'Idempotency-Key': key },
  })
  return data
}

/** One tab sends at a time, one entry after the other. */
async function sendAll(): Promise<void> {
  await navigator.locks.request('aslab.attendance', { ifAvailable: true }, async (mine) => {
    if (!mine) return
    await read()
    for (const entry of waiting.value) if (!(await send(entry))) return
  })
}

/** Whether the next one may be tried. */
async function send(entry: Entry): Promise<boolean> {
  const mine = () => session.role === 'aslab' && !session.ended && session.person?.id === entry.person
  if (!mine() || !navigator.onLine) return false
  onItsWay.value = entry.key
  try {
    const outcome = await deliver(entry, { ...line, keep: async (kept) => (mine() ? keep(kept) : undefined) })
    if (outcome === 'recorded') {
      await remove(entry)
      toast(i18n.global.t('attendance.sent_late', { course: entry.course }))
    }
    if (outcome === 'refused') toast(i18n.global.t('attendance.refused', { why: entry.refusal }), 'error')
    if (outcome !== 'waiting') void queryClient.invalidateQueries()
  } finally {
    onItsWay.value = ''
  }
  // One that has to wait does not hold up those behind it.
  return true
}

const line: Line = { carry, record, keep }

async function carry(photo: Blob): Promise<string> {
  const upload = useUpload('foto')
  if (await upload.send(photo)) return upload.id.value
  const passing = upload.again.value
  const refusal: Refusal = {
    ...{ status: passing ? 0 : 422, code: 'photo_refused', fields: {}, passing },
    title: upload.message.value,
  }
  throw refusal
}

async function read(): Promise<void> {
  // A browser that keeps nothing has nothing to send.
  const found = await values<Stored>(store).catch(() => [])
  all.value = found
    .map(({ photo, type, ...rest }) => ({ ...rest, photo: new Blob([photo], { type }) }))
    .sort((one, other) => one.at - other.at)
}

async function changed(): Promise<void> {
  await read()
  tabs.postMessage('changed')
}

async function forgetOld(): Promise<void> {
  await read()
  for (const entry of all.value) if (entry.at < Date.now() - KEPT_MS) await remove(entry)
}
