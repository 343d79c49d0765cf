import type { NavItem } from "#app/ui/menu/navigation.ts";
import type { TimelineEntry } from "#app/ui/records/timeline.tsx";
import type { Tone } from "#app/ui/signs/badge.tsx";

/** The instant at which the gallery's page was made. */
export const now = "2026-11-21T18:00:00.000Z";
export const zone = "America/Los_Angeles";

export const nav: NavItem[] = [
	{ label: "Today", href: "/today", icon: "sun", keys: "g t" },
	{ label: "Inbox", href: "/inbox", icon: "inbox", count: "12", keys: "g i" },
	{ label: "Leads", href: "/leads", icon: "tag", keys: "g l" },
	{ label: "Calendar", href: "/calendar", icon: "calendar", keys: "g c" },
	{ label: "CRM", href: "/crm", icon: "building", keys: "g r" },
	{ label: "Success", href: "/success", icon: "heart" },
	{ label: "Workflows", href: "/workflows", icon: "workflow" },
	{ label: "Agents", href: "/agents", icon: "bot", count: "3" },
	{ label: "Knowledge", href: "/knowledge", icon: "book" },
	{ label: "Campaigns", href: "/campaigns", icon: "megaphone" },
	{ label: "Analytics", href: "/analytics", icon: "chart" },
	{ label: "Learn", href: "/learn", icon: "learn" },
];

export type Lead = {
	id: string;
	name: string;
	vehicle: string;
	tone: Tone;
	state: string;
	place: string;
	value: number;
	at: string;
};

const people = [
	"Ana María Díaz",
	"Benedikt Oyelaran-Haugland",
	"Chiara Rossi",
	"Dmitri Volkov",
	"Esi Mensah",
	"Frieda Lindqvist",
	"Goran Petrović",
	"Hana Sato",
	"Ibrahim Al-Khatib",
	"Jo Brand",
	"Kofi Annan Boateng",
	"Linh Nguyễn",
];
const states: [Tone, string][] = [
	["info", "New"],
	["accent", "Contacted"],
	["warn", "Engaged"],
	["good", "Booked"],
	["bad", "Lost"],
	["neutral", "Paused"],
];
const work = ["Brake pads, 2017 Tacoma", "Oil change, 2021 RAV4", "Timing belt, 2009 Accord", "Tyres, 2015 Outback"];

/** Rows for the list: `count` leads, made from a few names. */
export function leads(count: number): Lead[] {
	return Array.from({ length: count }, (_, place) => {
		const [tone, state] = states[place % states.length] ?? states[0]!;
		return {
			id: `lead-${place}`,
			name: people[place % people.length] ?? "",
			vehicle: work[place % work.length] ?? "",
			tone,
			state,
			place: ["Oakland", "Berkeley", "San Leandro"][place % 3] ?? "",
			value: 12_900 + place * 7_345,
			at: new Date(Date.parse(now) - place * place * 1_900_000).toISOString(),
		};
	});
}

export const entries: TimelineEntry[] = [
	{
		id: "4",
		at: "2026-11-21T17:52:00Z",
		icon: "calendar",
		tone: "good",
		who: "Ana María Díaz",
		what: "booked Tue 24 Nov, 3:30 pm PST",
	},
	{
		id: "3",
		at: "2026-11-21T17:47:00Z",
		icon: "message",
		tone: "accent",
		who: "The assistant",
		what: "answered in the chat",
		source: "rules",
		text: "We have three times on Tuesday afternoon.\nWhich one suits you?",
	},
	{ id: "2", at: "2026-11-21T09:12:00Z", icon: "mail", who: "Sequence", what: "sent touch 1 of 13 by email" },
	{
		id: "1",
		at: "2026-11-21T09:11:00Z",
		icon: "link",
		tone: "info",
		who: "Shopmonkey",
		what: "sent order 10482, estimate $310.00",
	},
];
