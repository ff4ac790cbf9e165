import { computed, getCurrentScope, onScopeDispose, reactive, toRefs } from 'vue'
import { requestUpload, showUpload } from '@/api'
import type { UploadPermission, UploadRequest } from '@/api'
import { i18n } from '@/plugins/i18n'
import { refusalOf } from '@/session/refusal'

type Stage = 'idle' | 'sending' | 'inspecting' | 'accepted' | 'refused'

// The verdict comes within a second or two; a phone on a bad line asks ever more rarely.
const PAUSES_MS = [300, 500, 800, 1200, 2000]
const PATIENCE_MS = 60_000
// The server takes no file that is larger; what it will refuse anyway is not read.
const HELD_BYTES = 16 * 1024 * 1024
// A line that died without a word would keep the file, and all that waits behind it, for ever.
const LONGEST_MS = 300_000

/**
 * One file on its way: permission, straight to the bucket, then the server's verdict on its content.
 *
 * `id` names the file to the step that takes it, and is empty until the file is accepted. A file that is replaced
 * while it travels is forgotten. `again`: it was not the file that was at fault, the same may go through now.
 * The bytes are read first: a file in a folder of the cloud may change, or be moved, while it travels.
 */
export function useUpload(purpose: UploadRequest['purpose']) {
  const state = reactive({ stage: 'idle' as Stage, progress: 0, message: '', id: '', name: '', again: false })
  let current: XMLHttpRequest | null = null
  let round = 0

  /** Whether the file was accepted; why not is in `message`. */
  async function send(file: Blob, name = ''): Promise<boolean> {
    clear()
    const mine = round
    Object.assign(state, { stage: 'sending', name })
    try {
      const held = await bytesOf(file)
      const { data } = await requestUpload({
        body: { purpose, content_type: held.type || 'application/octet-stream', size: held.size },
      })
      await post(data, held, (part) => mine === round && (state.progress = part))
      if (mine === round) state.stage = 'inspecting'
      const { state: verdict, refusal } = await inspected(data.id)
      if (mine !== round) return false
      if (verdict === 'ditolak') return refuse(refusal?.message ?? '')
      Object.assign(state, { stage: 'accepted', id: data.id, progress: 100 })
      return true
    } catch (thrown) {
      const refusal = refusalOf(thrown)
      if (mine === round) state.again = refusal.passing || refusal.status === 401
      return mine === round && refuse(Object.values(refusal.fields)[0] ?? refusal.title)
    }
  }

  function refuse(message: string): false {
    Object.assign(state, { stage: 'refused', message, progress: 0 })
    return false
  }

  function clear(): void {
    round += 1
    current?.abort()
    Object.assign(state, { stage: 'idle', progress: 0, message: '', id: '', name: '', again: false })
  }

  function post(permission: UploadPermission, file: Blob, report: (percent: number) => void): Promise<void> {
    const form = new FormData()
    for (const [name, value] of Object.entries(permission.fields)) form.append(name, String(value))
    form.append('file', file)
    return new Promise((done, fail) => {
      const request = (current = new XMLHttpRequest())
      request.upload.onprogress = (event) => report(Math.round((event.loaded / (event.total || 1)) * 100))
      request.onload = () => (request.status < 300 ? done() : fail(new Error(String(request.status))))
      request.onerror = request.ontimeout = request.onabort = () => fail(new Error('network'))
      request.timeout = LONGEST_MS
      request.open('POST', permission.url)
      request.send(form)
    })
  }

  // Whoever leaves the page waits for no file.
  if (getCurrentScope()) onScopeDispose(clear)

  return {
    ...toRefs(state),
    busy: computed(() => state.stage === 'sending' || state.stage === 'inspecting'),
    send,
    clear,
  }
}

export type Upload = ReturnType<typeof useUpload>

/** The file's bytes in memory. Throws a Refusal when they cannot be read any more. */
async function bytesOf(file: Blob): Promise<Blob> {
  if (file.size > HELD_BYTES) return file
  try {
    return new Blob([await file.arrayBuffer()], { type: file.type })
  } catch {
    throw { status: 422, code: 'unreadable', title: i18n.global.t('ui.unreadable'), fields: {}, passing: false }
  }
}

async function inspected(id: string) {
  const until = Date.now() + PATIENCE_MS
  for (let turn = 0; Date.now() < until; turn += 1) {
    const { data } = await showUpload({ path: { upload_id: id } })
    if (data.state !== 'menunggu') return data
    await new Promise((later) => setTimeout(later, PAUSES_MS[Math.min(turn, PAUSES_MS.length - 1)]))
  }
  throw { status: 0, code: 'slow', title: i18n.global.t('ui.slow'), fields: {}, passing: true }
}
