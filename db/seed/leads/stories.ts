import { addDays, DAY, dateAt, dayOfDate, firstInstantFrom, HOUR, MINUTE, timeOfDay, wallAt } from "#app/base/time.ts";
import type { DemoContent, DemoService } from "../demo-content.ts";
import { DEMO_LOCATIONS } from "../places.ts";
import { BOOKED, ENGAGED, LOST, type TalkLine } from "./talks.ts";

export type LeadStory = {
	key: string;
	firstName: string;
	lastName: string;
	email: string;
	phone: string;
	vehicle: { year: number; make: string; model: string; colour: string };
	/** Index into DEMO_LOCATIONS. */
	place: number;
	service: DemoService;
	state: "new" | "contacted" | "engaged" | "booked" | "won" | "lost";
	createdAt: Date;
	/** When the customer first wrote, and what was said. */
	repliedAt: Date | undefined;
	talk: readonly TalkLine[];
	channel: "chat" | "sms";
	optedOut: boolean;
	bounced: boolean;
};

/** How many leads of each state there are, and how old: from and to, in days before the first filling. */
const SHARES = [
	{ state: "new", count: 5, from: 0.02, to: 0.9 },
	{ state: "contacted", count: 14, from: 1, to: 26 },
	{ state: "engaged", count: 8, from: 2, to: 16 },
	{ state: "booked", count: 9, from: 1.5, to: 12 },
	{ state: "won", count: 16, from: 12, to: 88 },
	{ state: "lost", count: 10, from: 34, to: 86 },
] as const;

/** The demo's leads: the same on every filling, but for the instants, which are counted from `firstAt`. */
export function leadStories(content: DemoContent, firstAt: Date): LeadStory[] {
	let index = 0;
	return SHARES.flatMap(({ state, count, from, to }) =>
		Array.from({ length: count }, (_, nth) =>
			makeStory(content, firstAt, { index: index++, nth, state, daysAgo: from + ((to - from) * nth) / (count - 1) }),
		),
	);
}

type Facts = { index: number; nth: number; state: LeadStory["state"]; daysAgo: number };

function makeStory(content: DemoContent, firstAt: Date, { index, nth, state, daysAgo }: Facts): LeadStory {
	const place = index % DEMO_LOCATIONS.length;
	const firstName = FIRST_NAMES[index % FIRST_NAMES.length]!;
	const lastName = LAST_NAMES[(index * 5) % LAST_NAMES.length]!;
	const [year, make, model, colour] = VEHICLES[(index * 3) % VEHICLES.length]!;
	const services = content.catalogue[place]!;
	const quiet = state === "new" || state === "contacted" || (state === "lost" && nth % 3 === 0);
	const talk = quiet ? [] : talkOf(state, nth);
	const replyHours = REPLY_HOURS[index % REPLY_HOURS.length]!;
	const talkMinutes = talk.reduce((sum, line) => sum + line.after + 1, 0);
	const lasts = quiet ? 0 : replyHours * HOUR + talkMinutes * MINUTE;
	const createdAt =
		state === "new" ? minutesAgo(firstAt, daysAgo) : endedDaytime(firstAt, { daysAgo, place, index, lasts });
	return {
		key: String(index),
		firstName,
		lastName,
		email: `${firstName}.${lastName}@example.com`.toLowerCase(),
		phone: `+1${["262", "720", "425"][place]}55501${String(index).padStart(2, "0")}`,
		vehicle: { year, make, model, colour },
		place,
		service: services[POPULAR[index % POPULAR.length]! % services.length]!,
		state,
		createdAt,
		repliedAt: quiet ? undefined : new Date(createdAt.getTime() + replyHours * HOUR),
		talk,
		channel: index % 4 === 3 ? "sms" : "chat",
		optedOut: state === "lost" && nth % 3 === 1,
		bounced: state === "contacted" && nth === 6,
	};
}

function talkOf(state: LeadStory["state"], nth: number): readonly TalkLine[] {
	if (state === "lost" && nth % 3 === 1) return [{ by: "customer", after: 0, text: "STOP" }];
	const talks = state === "engaged" ? ENGAGED : state === "lost" ? LOST : BOOKED;
	return talks[nth % talks.length]!;
}

function minutesAgo(firstAt: Date, daysAgo: number): Date {
	return new Date(firstAt.getTime() - daysAgo * DAY);
}

/** As `atDaytime`, so many days earlier that what followed within `lasts` was over an hour before the first filling. */
function endedDaytime(firstAt: Date, story: { daysAgo: number; place: number; index: number; lasts: number }): Date {
	const { daysAgo, place, index, lasts } = story;
	const late = atDaytime(firstAt, daysAgo, place, index).getTime() + lasts - (firstAt.getTime() - HOUR);
	return atDaytime(firstAt, daysAgo + Math.max(0, Math.ceil(late / DAY)), place, index);
}

/** A time of a working day at the place: shops take orders while they are open. */
function atDaytime(firstAt: Date, daysAgo: number, place: number, index: number): Date {
	const { zone } = DEMO_LOCATIONS[place]!;
	const date = dateAt(firstAt.getTime() - daysAgo * DAY, zone);
	return new Date(wallInstant(date, "09:05", zone) + ((index * 53) % 440) * MINUTE);
}

/** The instant at which the clocks of a zone show a time of a date. */
export function wallInstant(date: string, time: string, zone: string): number {
	return firstInstantFrom(dayOfDate(date) * DAY + timeOfDay(time), zone);
}

/** When each touch of the sequence is planned for a lead; as in the product, no text is planned for quiet hours. */
export function plannedTouches(content: DemoContent, story: LeadStory): Date[] {
	const { zone } = DEMO_LOCATIONS[story.place]!;
	const from = story.createdAt.getTime();
	return content.sequence.map((touch) =>
		touch.day === undefined || touch.at === undefined
			? new Date(waking(from + (touch.minutes ?? 0) * MINUTE, touch.channel, zone))
			: new Date(wallInstant(addDays(dateAt(from, zone), touch.day), touch.at, zone)),
	);
}

/** From 9 pm to 8 am a text waits for 8 am. */
function waking(at: number, channel: string, zone: string): number {
	const hour = Math.floor((((wallAt(at, zone) % DAY) + DAY) % DAY) / HOUR);
	if (channel !== "sms" || (hour >= 8 && hour < 21)) return at;
	return wallInstant(addDays(dateAt(at, zone), hour >= 21 ? 1 : 0), "08:00", zone);
}

const REPLY_HOURS = [0.4, 3, 1.2, 26, 5, 0.2, 50, 2];
/** Places in the catalogue of what people ask for most. */
const POPULAR = [0, 22, 8, 2, 13, 1, 24, 3, 9, 25, 19, 23];
const FIRST_NAMES =
	"Ava Noah Mia Liam Zoe Owen Ruth Theo Nina Cole Iris Joel Lena Marc Tess Hugo Cara Dean Elsa Finn Gwen Ivan June Karl".split(
		" ",
	);
const LAST_NAMES =
	"Brooks Keller Ortiz Nguyen Hale Romero Fischer Dunn Patel Sloan Varga Whitt Abbot Cruz Lindqvist Moreau Okafor Tanaka Weiss".split(
		" ",
	);
const VEHICLES: readonly (readonly [number, string, string, string])[] = [
	[2023, "Tesla", "Model 3", "White"],
	[2021, "Ford", "F-150", "Blue"],
	[2024, "Toyota", "Camry", "Silver"],
	[2019, "Honda", "Civic", "Black"],
	[2022, "BMW", "X5", "Gray"],
	[2020, "Subaru", "Outback", "Green"],
	[2025, "Rivian", "R1T", "Blue"],
	[2018, "Chevrolet", "Silverado 1500", "Red"],
	[2024, "Tesla", "Model Y", "Gray"],
	[2017, "Jeep", "Wrangler", "Yellow"],
	[2023, "Toyota", "Tacoma", "White"],
	[2021, "Ford", "Bronco", "Orange"],
	[2016, "Audi", "A4", "Black"],
];
