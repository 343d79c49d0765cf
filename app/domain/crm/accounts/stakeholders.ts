/** How much somebody decides at a customer's, and what they think of us. */
export const INFLUENCES = ["low", "medium", "high"] as const;
export const SENTIMENTS = ["positive", "neutral", "negative", "unknown"] as const;

/** As many contracts and people are kept of one account. */
export const MOST_CONTRACTS = 100;
export const MOST_STAKEHOLDERS = 200;
/** Ten years: as long as a notice can be. Days. */
export const MOST_NOTICE_DAYS = 3660;
