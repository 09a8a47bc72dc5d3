/** What zero padding at the ends of time means where rows never end: settings state it, reports tell it. */
export const PADDINGS = ["continuous", "clip"] as const;
