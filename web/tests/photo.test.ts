import { expect, test } from 'vitest'
import { fit, lightEnough } from '@/features/attendance/camera/size'
import type { Size } from '@/features/attendance/camera/size'

const blob = (bytes: number) => new Blob([new Uint8Array(bytes)])

test('the longest side decides, whichever it is, and the shape stays', () => {
  expect(fit({ width: 4000, height: 3000 }, 1600)).toEqual({ width: 1600, height: 1200 })
  expect(fit({ width: 3000, height: 4000 }, 1600)).toEqual({ width: 1200, height: 1600 })
})

test('a small picture is not blown up, and a thin one does not vanish', () => {
  expect(fit({ width: 640, height: 480 }, 1600)).toEqual({ width: 640, height: 480 })
  expect(fit({ width: 20_000, height: 2 }, 1600)).toEqual({ width: 1600, height: 1 })
})

test('the first picture that is light enough is taken, no plainer one', async () => {
  const asked: number[] = []
  const encode = async (_: Size, quality: number) => {
    asked.push(quality)
    return blob(quality > 0.6 ? 2000 : 900)
  }
  expect((await lightEnough({ width: 4000, height: 3000 }, encode, 1000)).size).toBe(900)
  expect(asked).toEqual([0.85, 0.7, 0.55])
})

test('a picture that never gets light is sent as plain as can be', async () => {
  const asked: Size[] = []
  const encode = async (size: Size) => {
    asked.push(size)
    return blob(5000)
  }
  expect((await lightEnough({ width: 4000, height: 3000 }, encode, 1000)).size).toBe(5000)
  expect(asked.at(-1)).toEqual({ width: 1024, height: 768 })
})
