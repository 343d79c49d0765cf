const CAP = 100;

/** A count as Today tells it: it is counted no further than a hundred. */
export const countWords = (count: number) => (count >= CAP ? `${CAP}+` : String(count));
