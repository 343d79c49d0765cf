/** How closely an account is looked after. */
export const ACCOUNT_PLANS = ["standard", "growth", "strategic"] as const;
export type AccountPlan = (typeof ACCOUNT_PLANS)[number];

/**
 * Whole numbers that are known of an account, as rooms and the API call them: their column, the table that it stands in
 * and their bounds. Scores are of the account's own row, so that lists sort by them; the rest is of `account_facts`.
 */
export const FIGURES = {
	health: { column: "health", table: "accounts", least: 0, most: 100 },
	risk: { column: "risk", table: "accounts", least: 0, most: 100 },
	opportunity: { column: "opportunity", table: "accounts", least: 0, most: 100 },
	seats: { column: "seats", table: "account_facts", least: 0, most: 100_000_000 },
	activeUsers: { column: "active_users", table: "account_facts", least: 0, most: 100_000_000 },
	/** In percent, as the trend. */
	utilisation: { column: "utilisation", table: "account_facts", least: 0, most: 1_000 },
	usageTrend: { column: "usage_trend", table: "account_facts", least: -100, most: 10_000 },
	openTickets: { column: "open_tickets", table: "account_facts", least: 0, most: 1_000_000 },
} as const;
export type Figure = keyof typeof FIGURES;

/** Users of all seats, in percent; null where one of them is not known. */
export function utilisationOf(seats: number | null, users: number | null): number | null {
	return seats && users !== null ? Math.min(FIGURES.utilisation.most, Math.round((users / seats) * 100)) : null;
}
