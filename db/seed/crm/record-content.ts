// What the demo firm knows of its customers besides: all made up.

export const PLACES: Readonly<Record<string, { city: string; lifecycle?: "prospect" | "former"; about: string }>> = {
	ridgeline: { city: "Denver", about: "Rents 140 cars from four yards. Every car that comes in gets new tint." },
	brightway: {
		city: "Seattle",
		about: "Parcels and flowers. Grows by a dozen vans a year, each with the logo on both sides.",
	},
	cascade: { city: "Seattle", about: "Coaches for schools and clubs. Window film keeps them cool in summer." },
	juniper: { city: "Milwaukee", about: "Nurses who drive to patients, in 30 small cars." },
	summit: { city: "Denver", about: "Three dealerships. We do the handover cars and the showroom." },
	tern: { city: "Milwaukee", about: "Patrol cars with darkened rear windows and markings." },
	oakline: { city: "Denver", about: "Agents' cars with door signs." },
	mesa: {
		city: "Denver",
		lifecycle: "former",
		about: "Left after the spring. The trucks' lettering faded and we were slow.",
	},
	harborview: { city: "Seattle", about: "Shuttles of five hotels, and the managers' own cars." },
	pinecrest: { city: "Milwaukee", about: "School buses: film on the rear windows, renewed each summer." },
};

/** By last name. */
export const PEOPLE: Readonly<Record<string, { title: string; city: string }>> = {
	Solberg: { title: "Fleet manager", city: "Denver" },
	Haddad: { title: "Head of dispatch", city: "Seattle" },
	Lang: { title: "Office manager", city: "Seattle" },
	Bell: { title: "Service director", city: "Denver" },
	Mori: { title: "Operations", city: "Milwaukee" },
	Vance: { title: "Office manager", city: "Denver" },
	Whitaker: { title: "Owner", city: "Yakima" },
	Aziz: { title: "Owner", city: "Denver" },
	Grant: { title: "Owner", city: "Milwaukee" },
	Collins: { title: "Practice manager", city: "Seattle" },
	Luna: { title: "Yard manager", city: "Denver" },
};

/** More deals, so that every stage has some. `days` is how long it has stood there. */
export const MORE_DEALS = [
	{
		key: "shuttles",
		name: "Film for five hotel shuttles",
		account: "harborview",
		who: "",
		stage: "Meeting",
		cents: 740_000,
		in: 45,
		days: 6,
	},
	{
		key: "buses",
		name: "Summer film, eighteen buses",
		account: "pinecrest",
		who: "",
		stage: "Meeting",
		cents: 2_160_000,
		in: 90,
		days: 19,
	},
	{
		key: "farm-trucks",
		name: "Lettering for two farm trucks",
		account: "",
		who: "Whitaker",
		stage: "Qualified",
		cents: 210_000,
		in: 30,
		days: 3,
	},
	{
		key: "catering-van",
		name: "Full wrap of a catering van",
		account: "",
		who: "Aziz",
		stage: "Proposal",
		cents: 480_000,
		in: 14,
		days: 24,
	},
	{
		key: "nurses",
		name: "Door signs for thirty cars",
		account: "juniper",
		who: "Mori",
		stage: "Won",
		cents: 690_000,
		in: -12,
		days: 12,
	},
	{
		key: "rentals-first",
		name: "Fleet tint, first year",
		account: "ridgeline",
		who: "Solberg",
		stage: "Won",
		cents: 2_180_000,
		in: -330,
		days: 330,
	},
	{
		key: "patrol",
		name: "Markings for patrol cars",
		account: "tern",
		who: "",
		stage: "Lost",
		cents: 1_320_000,
		in: -20,
		days: 20,
		lost: "Chose a printer in their own town",
	},
	{
		key: "roof-vans",
		name: "Vans of a roofing firm",
		account: "",
		who: "Grant",
		stage: "Lost",
		cents: 560_000,
		in: -60,
		days: 60,
		lost: "No budget this year",
	},
] as const;

export const TAGS: Readonly<Record<string, readonly string[]>> = {
	"Key account": ["account:summit", "account:ridgeline", "account:harborview"],
	"Wants a call": ["account:oakline", "Vance", "Haddad"],
	Fleet: ["account:ridgeline", "account:brightway", "account:cascade", "account:tern", "Solberg"],
	Newsletter: ["Whitaker", "Aziz", "Grant", "Collins", "Mori"],
	Referral: ["Collins", "Whitaker"],
};

export const LINKS = [
	{ from: "Haddad", label: "referred", to: "Aziz" },
	{ from: "Lang", label: "worked before at", to: "account:brightway" },
	{ from: "account:harborview", label: "partner of", to: "account:cascade" },
	{ from: "Luna", label: "reports to", to: "Vance" },
] as const;
