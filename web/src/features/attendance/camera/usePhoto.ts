import { computed, onScopeDispose, reactive, ref, shallowRef } from 'vue'
import { useShrinking } from '@/features/attendance/camera/useShrinking'
import { useUpload } from '@/ui/useUpload'
import type { Refusal } from '@/session/refusal'

/**
 * The photo that proves an attendance, from the camera to the server: it travels as soon as it is there, while the
 * rest is typed. `now` is the server's clock, by which it is said when the photo was taken.
 */
export function usePhoto(now: () => Date) {
  const shrink = useShrinking()
  const upload = useUpload('foto')
  const file = shallowRef<Blob | null>(null)
  const preview = ref('')
  const takenAt = ref('')
  const preparing = ref(false)
  let arrival: Promise<boolean> = Promise.resolve(false)

  /** From the camera, small already, or from a file that is yet to be made so. */
  function take(source: Blob | File): void {
    clear()
    takenAt.value = now().toISOString()
    arrival = travel(source, takenAt.value)
  }

  async function travel(source: Blob | File, mine: string): Promise<boolean> {
    preparing.value = true
    const drawn = source instanceof File ? await shrink(source) : source
    if (takenAt.value !== mine) return false
    preparing.value = false
    if (drawn) preview.value = URL.createObjectURL(drawn)
    file.value = drawn ?? typed(source as File)
    return upload.send(file.value)
  }

  /** The id of the upload, once it was accepted; what failed on the way is tried once more. Throws a Refusal. */
  async function arrived(): Promise<string> {
    if (!(await arrival) && upload.again.value && file.value) arrival = upload.send(file.value)
    if (await arrival) return upload.id.value
    throw refused(upload.message.value, upload.again.value)
  }

  function clear(): void {
    upload.clear()
    URL.revokeObjectURL(preview.value)
    Object.assign(state, { file: null, preview: '', takenAt: '', preparing: false })
    arrival = Promise.resolve(false)
  }

  const there = computed(() => preparing.value || file.value !== null)
  const { stage, progress, message, again, busy } = upload
  const state = reactive({
    ...{ file, preview, takenAt, preparing, there, stage, progress, message, again, busy },
    ...{ take, arrived, clear },
  })
  onScopeDispose(clear)
  return state
}

export type Photo = ReturnType<typeof usePhoto>

function refused(title: string, again: boolean): Refusal {
  const passing = { status: 0, code: 'offline', title, fields: {}, passing: true }
  return again ? passing : { status: 422, code: 'photo_refused', title, fields: { upload_id: title }, passing: false }
}

/**
 * What the browser cannot decode is sent as it is: the server takes the HEIC of phones, which some systems know no
 * type for, and says what is wrong with anything else (ABS-04).
 */
function typed(file: File): Blob {
  const heic = /\.(heic|heif)$/i.test(file.name)
  return file.type || !heic ? file : new Blob([file], { type: 'image/heic' })
}
