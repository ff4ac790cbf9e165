/** In place of what the libraries bring along and no page uses; `left-out` in vite.config.ts says where. */
export const VImg = () => null
export const VProgressLinear = () => null
export const createSseClient = () => undefined
export default {}
