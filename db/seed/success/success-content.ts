// What the demo firm knows of its accounts beside their records: all made up.

type Known = {
	seats: number;
	users: number;
	trend: number;
	plan: "standard" | "growth" | "strategic";
	/** Days since. */
	contact: number;
	review: number;
	tickets: number;
};

/** By account. */
export const KNOWN: Readonly<Record<string, Known>> = {
	ridgeline: { seats: 140, users: 131, trend: 6, plan: "strategic", contact: 4, review: 104, tickets: 1 },
	brightway: { seats: 60, users: 58, trend: 14, plan: "growth", contact: 9, review: 61, tickets: 0 },
	cascade: { seats: 42, users: 24, trend: -9, plan: "standard", contact: 21, review: 95, tickets: 2 },
	juniper: { seats: 30, users: 27, trend: 2, plan: "standard", contact: 12, review: 40, tickets: 0 },
	summit: { seats: 88, users: 61, trend: -4, plan: "strategic", contact: 6, review: 97, tickets: 3 },
	tern: { seats: 36, users: 11, trend: -38, plan: "standard", contact: 33, review: 140, tickets: 4 },
	oakline: { seats: 18, users: 9, trend: -12, plan: "standard", contact: 17, review: 120, tickets: 1 },
	mesa: { seats: 24, users: 2, trend: -71, plan: "standard", contact: 60, review: 200, tickets: 0 },
	harborview: { seats: 50, users: 44, trend: 5, plan: "growth", contact: 8, review: 30, tickets: 0 },
	pinecrest: { seats: 64, users: 60, trend: 3, plan: "growth", contact: 15, review: 70, tickets: 1 },
};

/** Accounts that the user looks after, so that they have a queue of their own. */
export const USERS_OWN = ["brightway", "cascade", "tern"];

export const STAKEHOLDERS = [
	{ account: "ridgeline", name: "Renata Solberg", title: "Fleet manager", influence: "high", sentiment: "positive" },
	{ account: "ridgeline", name: "Ottmar Reis", title: "Finance", influence: "medium", sentiment: "neutral" },
	{ account: "brightway", name: "Amir Haddad", title: "Head of dispatch", influence: "high", sentiment: "positive" },
	{ account: "cascade", name: "Petra Lang", title: "Office manager", influence: "medium", sentiment: "neutral" },
	{ account: "cascade", name: "Gus Tolland", title: "Owner", influence: "high", sentiment: "unknown" },
	{ account: "summit", name: "Curtis Bell", title: "Service director", influence: "high", sentiment: "neutral" },
	{ account: "summit", name: "Nadia Fry", title: "Finance", influence: "high", sentiment: "negative" },
	{ account: "summit", name: "Theo Park", title: "Showroom lead", influence: "low", sentiment: "positive" },
	{ account: "tern", name: "Ines Rowe", title: "Operations", influence: "high", sentiment: "negative" },
	{ account: "oakline", name: "Dolores Vance", title: "Office manager", influence: "high", sentiment: "negative" },
] as const;
