import { onScopeDispose, ref, shallowRef } from 'vue'
import { shrunk } from '@/features/attendance/camera/shrink'

type Stage = 'off' | 'opening' | 'live' | 'missing'

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1440 } },
}

/** The camera at the back of the phone, seen in the page. `missing`: there is none, or it was refused. */
export function useCamera() {
  const stage = ref<Stage>('off')
  const stream = shallowRef<MediaStream | null>(null)
  let gone = false

  async function open(): Promise<boolean> {
    stage.value = 'opening'
    try {
      const opened = await navigator.mediaDevices.getUserMedia(WANTED)
      stream.value = opened
      stage.value = 'live'
      if (gone) close()
    } catch {
      stage.value = 'missing'
    }
    return stage.value === 'live'
  }

  /** What the camera shows now; afterwards it is off. */
  async function shoot(video: HTMLVideoElement): Promise<Blob> {
    const photo = shrunk(video)
    return photo.finally(close)
  }

  function close(): void {
    stream.value?.getTracks().forEach((track) => track.stop())
    stream.value = null
    if (stage.value !== 'missing') stage.value = 'off'
  }

  onScopeDispose(() => {
    gone = true
    close()
  })

  return { stage, stream, open, shoot, close }
}
