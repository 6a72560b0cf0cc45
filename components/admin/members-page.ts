/** Members that the desk is shown at once. */
export const MEMBERS_PAGE = 30;
