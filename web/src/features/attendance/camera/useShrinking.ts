import { onScopeDispose } from 'vue'
import { shrunk } from '@/features/attendance/camera/shrink'

/**
 * Makes a photo from a file lighter; null for what this browser cannot decode.
 *
 * The worker is there from the beginning, because the line may be gone when the photo is taken (ABS-13).
 */
export function useShrinking(): (file: File) => Promise<Blob | null> {
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

  return async (file) => (await inWorker(file)) ?? (await shrunk(file).catch(() => null))
}
