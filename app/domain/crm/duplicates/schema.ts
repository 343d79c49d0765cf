/** Why two contacts may be one person, as people read it; by the reason the pair is kept with. */
export const REASON_LABELS: Readonly<Record<string, string>> = {
	email: "Same email",
	phone: "Same phone",
	name: "Similar name",
	account: "Same account",
	city: "Same city",
};
