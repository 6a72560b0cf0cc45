/** Instructions that staff are shown at once. */
export const INSTRUCTIONS_PAGE = 25;
