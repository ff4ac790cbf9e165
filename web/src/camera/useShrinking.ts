import { onScopeDispose } from 'vue'
import { shrunk } from '@/camera/shrink'

/**
 * Makes a photo from a file lighter. What this browser cannot decode comes back as it is: the server takes the HEIC
 * of phones, and says what is wrong with anything else (ABS-04).
 *
 * The worker is there from the beginning, because the line may be gone when the photo is taken (ABS-13).
 */
export function useShrinking(): (file: File) => Promise<Blob> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  let broken = false
  worker.onerror = () => (broken = true)
  onScopeDispose(() => worker.terminate())

  function inWorker(file: Blob): Promise<Blob | null> {
    if (broken) return Promise.resolve(null)
    return new Promise((done) => {
      worker.onerror = () => done((broken = true) && null)
      worker.onmessage = ({ data }: MessageEvent<Blob | null>) => done(data)
      worker.postMessage(file)
    })
  }

  return async (file) => (await inWorker(file)) ?? (await shrunk(file).catch(() => typed(file)))
}

/** With the type that its name tells, where the system knows none for it. */
function typed(file: File): Blob {
  const heic = /\.(heic|heif)$/i.test(file.name)
  return file.type || !heic ? file : new Blob([file], { type: 'image/heic' })
}
