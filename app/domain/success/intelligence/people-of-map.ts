import type { StakeholderShown } from "./intelligence-queries.ts";

/** Somebody on a stakeholder map: influence from none (0) to all (100), sentiment from against (0) to for us (100). */
export type MapPerson = {
	key: string;
	name: string;
	title: string;
	contactId: string | null;
	influence: number;
	sentiment: number;
};

/**
 * The stakeholders that are noted with an account, and those of its map. Who is in both (by key, contact or name) is as the
 * map has them: it is the later look. Those with most influence come first. Who stands in the middle of the map stays unknown where nothing else was noted.
 */
export function withPeopleOfMap(noted: readonly StakeholderShown[], people: readonly MapPerson[]): StakeholderShown[] {
	const isSame = (one: StakeholderShown, { key, contactId, name }: MapPerson) =>
		one.id === key ||
		(contactId !== null && one.contactId === contactId) ||
		one.name.trim().toLowerCase() === name.trim().toLowerCase();
	const ofMap = people.map((person): StakeholderShown => {
		const known = noted.find((one) => isSame(one, person));
		const sentiment = sentimentOf(person.sentiment);
		return {
			...{ id: known?.id ?? person.key, contactId: person.contactId ?? known?.contactId ?? null },
			...{ name: person.name, title: person.title || known?.title || "", influence: influenceOf(person.influence) },
			sentiment: sentiment === "neutral" && known?.sentiment === "unknown" ? "unknown" : sentiment,
		};
	});
	const others = noted.filter((one) => !people.some((person) => isSame(one, person)));
	const placed = [
		...others.map((one) => ({ one, place: INFLUENCE_PLACES[one.influence] })),
		...ofMap.map((one, index) => ({ one, place: people[index]!.influence })),
	];
	return placed.sort((a, b) => b.place - a.place).map(({ one }) => one);
}

/** Where a map puts those of whom a word alone is known. */
const INFLUENCE_PLACES = { low: 20, medium: 55, high: 85 };

// Half-way between the places at which a map puts those of whom words alone are known.
const influenceOf = (place: number) => (place >= 70 ? "high" : place >= 38 ? "medium" : "low");
const sentimentOf = (place: number) => (place >= 66 ? "positive" : place <= 34 ? "negative" : "neutral");
