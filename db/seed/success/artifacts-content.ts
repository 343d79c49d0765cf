// What the demo firm's members wrote down about their accounts: all made up.

export const ARTIFACTS = [
	{
		...{ account: "summit", kind: "assessment", title: "Before the renewal talk", by: "Milo Brandt", daysAgo: 5 },
		versions: [
			{
				note: "",
				content: {
					relationship: { score: 4, note: "Curtis calls back the same day." },
					adoption: { score: 3, note: "61 of 88 seats are in use; the third dealership has hardly begun." },
					value: { score: 4, note: "Handover cars leave a day earlier than a year ago. Curtis says so himself." },
					risks: {
						score: 2,
						note: "Nadia asks why the fee rose, and the last day to give notice has passed unnoticed.",
					},
					sponsor: { score: 4, note: "Curtis stands up for us; he leaves in the summer." },
					sentiment: { score: 3, note: "Three tickets are open, none of them old." },
					summary: "They renew. Bring Nadia the figures of the handover cars before the price is talked about.",
				},
			},
		],
	},
	{
		...{ account: "tern", kind: "assessment", title: "Assessment before the renewal", by: "Uma Castell", daysAgo: 9 },
		versions: [
			{
				note: "",
				content: {
					relationship: { score: 2, note: "Ines answers, nobody above her does." },
					adoption: { score: 2, note: "11 of 36 seats are in use." },
					value: { score: 3, note: "They name the booking page, not the rest." },
					risks: { score: 1, note: "Usage fell by more than a third in a month." },
					sponsor: { score: null, note: "" },
					sentiment: { score: 2, note: "Four tickets are open, one of them for weeks." },
					summary: "They stay if the open tickets are closed before we talk about a price.",
				},
			},
		],
	},
	{
		...{ account: "cascade", kind: "pricing", title: "Three-year offer", by: "Uma Castell", daysAgo: 3 },
		versions: [
			{ note: "First round", content: offerOf(8, 0) },
			{ note: "They asked for a longer term; the uplift needs approval", content: offerOf(12, 5) },
		],
	},
	{
		...{ account: "cascade", kind: "email_draft", title: "To Petra about the offer", by: "Assistant", daysAgo: 2 },
		versions: [
			{
				note: "",
				content: {
					to: "Petra Lang",
					subject: "Your renewal",
					body: "Hello Petra,\n\nattached is the three-year offer that we talked about.\n\nUma",
				},
			},
		],
	},
];

function offerOf(upliftPercent: number, discountPercent: number) {
	return {
		...{ currency: "USD", startsOn: null, years: 3, upliftPercent, upliftWay: "once", discountPercent },
		lines: [
			{ key: "line-1", name: "Care agreement", currentCents: 3_600_000, upliftPercent: null, discountPercent: null },
			{ key: "line-2", name: "Training days", currentCents: 249_900, upliftPercent: 0, discountPercent: null },
		],
		notes: "Holds for thirty days.",
	};
}

export const MAPS = [
	{ account: "cascade", by: "Uma Castell", daysAgo: 6 },
	{ account: "summit", by: "Milo Brandt", daysAgo: 4 },
];

/** Where each stands on the map. */
export const MAP_PEOPLE: Readonly<Record<string, { influence: number; sentiment: number; note: string }>> = {
	"Petra Lang": { influence: 48, sentiment: 66, note: "Does the work with us every day." },
	"Curtis Bell": { influence: 88, sentiment: 74, note: "Our sponsor. Leaves in the summer." },
	"Nadia Fry": { influence: 76, sentiment: 28, note: "Signs what is above 100,000 a year." },
	"Theo Park": { influence: 22, sentiment: 86, note: "Shows our film to every buyer." },
	"Gus Tolland": { influence: 90, sentiment: 40, note: "Signs. Has not been seen since spring." },
};
