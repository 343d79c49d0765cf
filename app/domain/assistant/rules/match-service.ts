import { isSameWord, plainText, stemOf, wordsOf } from "./text.ts";

/** A service as the chat knows it. `priceCents` and `durationMinutes` are null where the shop has not said. */
export type ChatService = {
	id: string;
	name: string;
	priceCents: number | null;
	currency: string;
	durationMinutes: number | null;
};

// What customers call the work, and what it is called in catalogues. Phrases are put in place of each other in both,
// longest first. From the names used by US film, wrap and repair shops.
const SAME_WORK: readonly (readonly [RegExp, string])[] = [
	[/\b(?:clear bra|clear ?mask|stone guard|rock chip protection|paint protection(?: film)?|ppf|xpel)\b/g, " ppf "],
	[/\b(?:windscreen|front glass|front window shield)\b/g, " windshield "],
	[
		/\b(?:window film|window tint(?:ing|ed|s)?|darken(?:ing|ed)?|limo tint|tint(?:ing|ed|s)?|blacked out windows)\b/g,
		" tint ",
	],
	[/\b(?:colou?r change|vinyl(?: wrap(?:ping|s)?)?|wrap(?:ping|ped|s)?)\b/g, " wrap "],
	[/\b(?:clean(?:ing|ed)?|valet(?:ing)?|detail(?:ing|ed|s)?|shampoo|car wash|wash(?:ing|ed)?)\b/g, " detail "],
	[/\b(?:nano ?coat(?:ing)?|ceramic coat(?:ing|ed)?)\b/g, " ceramic coating "],
	[/\b(?:head ?lamps?|head ?lights?|foggy lights?|yellow(?:ed)? lights?)\b/g, " headlight "],
	[/\b(?:polish(?:ing|ed)?|swirls?|scratch(?:es)? (?:removal|out)|buff(?:ing|ed)?)\b/g, " paint correction "],
	[/\b(?:sun ?strip|visor strip|brow)\b/g, " brow strip "],
	[/\b(?:moon ?roof|sun ?roof|glass roof|panoramic roof)\b/g, " sunroof "],
	[/\b(?:tak(?:e|ing) off|strip(?:ping)? off|remov(?:e|al|ing))\b/g, " removal "],
	[/\b(?:de-?chrome|chrome delete|black(?:ing)? out (?:the )?(?:trim|chrome))\b/g, " chrome delete "],
	[/\b(?:back window|rear glass|rear windscreen)\b/g, " rear window "],
	[/\b(?:entire|whole|complete|all (?:the )?windows)\b/g, " full "],
	[/\b(?:tyres?|tires?)\b/g, " tire "],
	[/\b(?:bonnet)\b/g, " hood "],
	[/\b(?:seats?|inside|upholstery|carpets?)\b/g, " interior "],
];

// Words that say nothing about which service is meant.
const EMPTY = new Set(
	(
		"a an and the for of on in to my me i is it its how much what whats does do you your cost price would will be with can get got have " +
		"want need like about please thanks hi hello car truck vehicle suv sedan are or at by from out off up one some any this that there " +
		"per job done just only"
	)
		.split(" ")
		.map(stemOf),
);

type Named = { service: ChatService; stems: string[] };

/**
 * The services that a text speaks of; those that fit it about equally well stay together, as a customer would put them:
 * those they asked for before (`wanted`, ids), the whole vehicle before a part of it, then the closest name. None: empty.
 */
export function matchServices(
	text: string,
	services: readonly ChatService[],
	wanted: ReadonlySet<string> = new Set(),
): ChatService[] {
	const asked = meaningOf(text);
	if (asked.length === 0) return [];
	const named: Named[] = notOpposite(text, services).map((service) => ({ service, stems: meaningOf(service.name) }));
	const weight = weigher(named);
	const fitting = named
		.map(({ service, stems }) => ({ service, stems, ...score(stems, asked, weight) }))
		// Who asks for tint does not ask to have it taken off.
		.map((one) => (undoes(one.stems) && !undoes(asked) ? { ...one, hit: one.hit / 2 } : one))
		.filter(({ hit, share }) => hit > 0 && share >= 0.12);
	const scored = ofTheWork(fitting, asked).sort((a, b) => b.hit - a.hit || b.share - a.share);
	const best = scored[0];
	if (!best) return [];
	const exact = scored.filter(({ share }) => share === 1);
	// Somebody who says a service's whole name means it, and not a longer one that begins alike.
	if (exact.length > 0 && exact[0]!.hit >= best.hit * 0.999) return [exact[0]!.service];
	const isWanted = ({ service }: Named) => (wanted.has(service.id) ? 0 : 1);
	const isPart = ({ stems }: Named) => (stems.includes(WHOLE) ? 0 : 1);
	return scored
		.filter(({ hit }) => hit >= best.hit * 0.85)
		.sort((a, b) => isWanted(a) - isWanted(b) || isPart(a) - isPart(b) || b.share - a.share)
		.map(({ service }) => service);
}

/**
 * Those that fit by the work that was asked for. The only service that names the place, "Hood protection" where a hood
 * is to be wrapped, is no answer where others do that work; nor is taking off what was asked to be put on.
 */
function ofTheWork<One extends Named>(fitting: readonly One[], asked: readonly string[]): One[] {
	const worksOf = ({ stems }: Named) =>
		stems.filter((stem) => !PLACES.has(stem) && asked.some((word) => isSameWord(word, stem)));
	const working = fitting.filter((one) => worksOf(one).length > 0);
	if (working.length === 0) return [...fitting];
	if (undoes(asked)) return working;
	const done = new Set(working.filter(({ stems }) => !undoes(stems)).flatMap(worksOf));
	// "My old tint": a word of the work that only the taking off has.
	return working.filter((one) => !undoes(one.stems) || worksOf(one).some((stem) => !done.has(stem)));
}

// What of a vehicle a work is done to, and how much of it.
const PLACES = new Set(
	(
		"front rear back side left right driver passenger door window windshield glass sunroof roof hood bumper fender mirror " +
		"headlight taillight trunk tailgate wheel interior full half partial two four brow strip"
	)
		.split(" ")
		.map(stemOf),
);

const WHOLE = stemOf("full");
const UNDOING = stemOf("removal");

function undoes(stems: readonly string[]): boolean {
	return stems.includes(UNDOING);
}

/** Who asks for the back windows means none of the front. */
function notOpposite(text: string, services: readonly ChatService[]): readonly ChatService[] {
	const [front, back] = [/\bfront\b/, /\b(?:back|rear)\b/];
	const said = plainText(text);
	const dropped = front.test(said) === back.test(said) ? undefined : front.test(said) ? back : front;
	const kept = front.test(said) ? front : back;
	return dropped
		? services.filter(({ name }) => !dropped.test(plainText(name)) || kept.test(plainText(name)))
		: services;
}

/** How much of a service's name was said: `hit` in the words' weights, `share` of the name's whole weight. */
function score(stems: readonly string[], asked: readonly string[], weight: (stem: string) => number) {
	let hit = 0;
	let whole = 0;
	for (const stem of stems) {
		const value = weight(stem);
		whole += value;
		if (asked.some((word) => isSameWord(word, stem))) hit += value;
	}
	return { hit, share: whole === 0 ? 0 : hit / whole };
}

/** A word that stands in one name says more than one that stands in all of them. */
function weigher(named: readonly Named[]): (stem: string) => number {
	const counts = new Map<string, number>();
	for (const { stems } of named) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	// What kind of work it is counts even where every second service is of that kind.
	return (stem) => 0.5 + Math.log(1 + named.length / (counts.get(stem) ?? 1));
}

function meaningOf(text: string): string[] {
	let plain = ` ${plainText(text)} `;
	for (const [words, name] of SAME_WORK) plain = plain.replace(words, name);
	const stems = wordsOf(plain)
		.filter((word) => !/^\d+$/.test(word))
		.map(stemOf)
		.filter((stem) => stem.length > 1 && !EMPTY.has(stem));
	return [...new Set(stems)];
}
