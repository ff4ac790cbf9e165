export interface Size {
  width: number
  height: number
}

/** What a photo may weigh when it is sent (ABS-07). */
export const MOST_BYTES = 1_000_000

// From the best picture to the plainest: longest side in pixels, and the quality of the JPEG.
const STEPS = [
  [1600, 0.85],
  [1600, 0.7],
  [1600, 0.55],
  [1280, 0.55],
  [1024, 0.5],
] as const

/** The size whose longest side has at most `longest` pixels; a smaller picture stays as it is. */
export function fit({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** The best picture that weighs at most `most` bytes; the plainest when none does. */
export async function lightEnough(
  full: Size,
  encode: (size: Size, quality: number) => Promise<Blob>,
  most = MOST_BYTES,
): Promise<Blob> {
  let made: Blob | null = null
  for (const [longest, quality] of STEPS) {
    made = await encode(fit(full, longest), quality)
    if (made.size <= most) break
  }
  return made as Blob
}
