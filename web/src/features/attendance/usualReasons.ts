/** Why an attendance is rejected most often; the aslab reads the words of the language in which it was chosen. */
export const USUAL_REASONS = ['unclear_photo', 'no_activity', 'not_described', 'other_day', 'not_scheduled'] as const
