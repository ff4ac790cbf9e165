import { lightEnough } from '@/features/attendance/camera/size'
import type { Size } from '@/features/attendance/camera/size'

const JPEG = 'image/jpeg'

/**
 * A picture as a light JPEG: right way up, and bare of everything but the picture, so also of the place (ABS-07).
 *
 * Works in a worker and in a page. Rejects what this browser cannot decode.
 */
export async function shrunk(source: ImageBitmapSource): Promise<Blob> {
  const picture = await createImageBitmap(source, { imageOrientation: 'from-image' })
  try {
    return await lightEnough(picture, (size, quality) => encoded(picture, size, quality))
  } finally {
    picture.close()
  }
}

async function encoded(picture: ImageBitmap, size: Size, quality: number): Promise<Blob> {
  if (typeof OffscreenCanvas !== 'undefined') {
    const canvas = new OffscreenCanvas(size.width, size.height)
    draw(canvas.getContext('2d'), picture, size)
    return canvas.convertToBlob({ type: JPEG, quality })
  }
  const canvas = Object.assign(document.createElement('canvas'), size)
  draw(canvas.getContext('2d'), picture, size)
  return new Promise((done, fail) =>
    canvas.toBlob((photo) => (photo ? done(photo) : fail(new Error('not drawn'))), JPEG, quality),
  )
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** On white: a JPEG knows no transparency, and would show black in its place. */
function draw(context: Context | null, picture: ImageBitmap, { width, height }: Size): void {
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(picture, 0, 0, width, height)
}
