/** Tells of a reply that is complete while nobody looks. */
export function wireNotices() {}
