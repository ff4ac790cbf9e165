import { shallowRef } from 'vue'

/** Takes the new portal that is there, and begins with it; null while there is none. Nobody is made to (ABS-16). */
export const update = shallowRef<(() => Promise<void>) | null>(null)
