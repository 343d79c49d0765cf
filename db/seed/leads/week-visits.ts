import { sql } from "kysely";
import { addDays, DAY, dateAt, HOUR, MINUTE, weekdayOf } from "#app/base/time.ts";
import type { Ctx } from "#db/context.ts";
import { inChunks } from "../demo-filling.ts";
import { type DemoEvent, eventRow } from "../event-row.ts";
import { DEMO_ORG, memberId } from "../people.ts";
import { DEMO_LOCATIONS, locationId } from "../places.ts";
import { seedId } from "../seed-id.ts";
import { idsOf } from "./lead-rows.ts";
import { DEMO_HOURS } from "./member-hours.ts";
import { type LeadStory, wallInstant } from "./stories.ts";

type Taken = { location_id: string; bay: number | null; starts_at: Date; ends_at: Date };

/**
 * Small work of former customers through the week of `firstAt`, at the locations and with members, so that neither
 * that day nor that week is empty, whichever weekday a newcomer comes on. What is over is done; what runs at that very
 * instant is left out, since nobody said how it ends. It keeps out of the way of what is `taken`.
 */
export function planWeek(firstAt: Date, taken: readonly Taken[]): (Visit & { isOver: boolean })[] {
	const at = firstAt.getTime();
	return [...locationVisits(firstAt, taken), ...memberVisits(firstAt)].flatMap((visit) => {
		const isOver = visit.endsAt < at;
		return isOver || visit.startsAt >= at + 5 * MINUTE ? [{ ...visit, isOver }] : [];
	});
}

/** Stores what `planWeek` plans, with the events that the product would have recorded. */
export async function seedWeek(
	ctx: Ctx,
	{ customers, taken, firstAt }: { customers: readonly LeadStory[]; taken: readonly Taken[]; firstAt: Date },
): Promise<void> {
	const visits = planWeek(firstAt, taken).map((visit, index) => {
		const known = visit.place === undefined ? customers : customers.filter((story) => story.place === visit.place);
		return { ...visit, story: known[index % known.length]! };
	});
	const rows = visits.map((visit) => visitRow(visit, firstAt));
	await inChunks(rows, (chunk) => ctx.db.insertInto("appointments").values(chunk).execute());
	const events = rows.map((row) => eventRow(bookedEvent(row)));
	await inChunks(events, (chunk) =>
		ctx.db
			.insertInto("events")
			.values(chunk as never)
			.execute(),
	);
}

/** `place`: where; `member`: with whom. One of them. Instants are epoch ms. */
type Visit = {
	key: string;
	title: string;
	startsAt: number;
	endsAt: number;
	zone: string;
	place?: number;
	bay: number;
	member?: { id: string; name: string };
};

const WEEKDAY_STARTS = ["09:00", "10:30", "14:00", "16:00"];
const SATURDAY_STARTS = ["09:00", "10:30", "12:00"];
const JOBS = ["Film inspection", "Wash and wax", "Headlight film", "Coating check", "Chip repair", "Trim polish"];

/** The past days of the week, its first day on, and its Saturday: the working days ahead are in the diary. */
function locationVisits(firstAt: Date, taken: readonly Taken[]): Visit[] {
	return DEMO_LOCATIONS.flatMap(({ key, zone, capacity }, place) => {
		const today = dateAt(firstAt.getTime(), zone);
		return weekOf(today).flatMap((date, day) => {
			if (day === 6 || (date > today && day !== 5)) return [];
			return (day === 5 ? SATURDAY_STARTS : WEEKDAY_STARTS).flatMap((time, nth) => {
				// Not every hour of every day: a real week has holes.
				if (date !== today && (nth + day + place) % 3 === 0) return [];
				const startsAt = wallInstant(date, time, zone);
				const endsAt = startsAt + 60 * MINUTE;
				// The last bay is kept free, as in the diary.
				const bay = 1 + (nth % (capacity - 1));
				const inTheWay = taken.some(
					(other) =>
						other.location_id === locationId(key) &&
						other.bay === bay &&
						other.starts_at.getTime() < endsAt + 15 * MINUTE &&
						other.ends_at.getTime() + 15 * MINUTE > startsAt,
				);
				const title = JOBS[(nth + day + place) % JOBS.length]!;
				return inTheWay ? [] : [{ key: `${key} ${day} ${nth}`, title, startsAt, endsAt, zone, place, bay }];
			});
		});
	});
}

const MEETINGS = ["Wrap design review", "Fleet quote", "Colour choice", "Handover call"];

/** Three weeks of talks with members, in their hours: from the week of the day before, which elsewhere may be today. */
function memberVisits(firstAt: Date): Visit[] {
	return DEMO_HOURS.flatMap(({ email, name, zone, stints }) => {
		const first = weekOf(dateAt(firstAt.getTime() - DAY, zone))[0]!;
		return Array.from({ length: 21 }, (_, day) => addDays(first, day)).flatMap((date, day) => {
			const ranges = stints.find(({ weekdays }) => weekdays.includes(weekdayOf(date)))?.ranges ?? [];
			return ranges.flatMap(([opens], half) =>
				[0, 90].map((later, nth) => {
					const startsAt = wallInstant(date, opens, zone) + (30 + later) * MINUTE;
					const minutes = nth === 0 ? 45 : 30;
					return {
						key: `${email} ${day} ${half} ${nth}`,
						title: MEETINGS[(day + half + nth) % MEETINGS.length]!,
						startsAt,
						endsAt: startsAt + minutes * MINUTE,
						zone,
						bay: 1,
						member: { id: memberId(email), name },
					};
				}),
			);
		});
	});
}

function weekOf(date: string): string[] {
	const monday = addDays(date, 1 - weekdayOf(date));
	return Array.from({ length: 7 }, (_, day) => addDays(monday, day));
}

function visitRow(visit: Visit & { story: LeadStory; isOver: boolean }, firstAt: Date) {
	const { key, title, startsAt, endsAt, zone, place, bay, member, story, isOver } = visit;
	const bookedAt = new Date(
		Math.max(Math.min(startsAt - 3 * DAY, firstAt.getTime() - 26 * HOUR), story.createdAt.getTime()),
	);
	const buffer = (member ? 10 : 15) * MINUTE;
	return {
		org_id: DEMO_ORG,
		id: seedId(`week visit ${key}`, bookedAt),
		location_id: place === undefined ? null : locationId(DEMO_LOCATIONS[place]!.key),
		member_id: member?.id ?? null,
		member_name: member?.name ?? null,
		bay,
		contact_id: idsOf(story).contact,
		title,
		starts_at: new Date(startsAt),
		ends_at: new Date(endsAt),
		during: sql<string>`tstzrange(${new Date(startsAt)}, ${new Date(endsAt + buffer)})`,
		time_zone: zone,
		state: isOver ? ("completed" as const) : ("booked" as const),
		origin: "member" as const,
		created_at: bookedAt,
		updated_at: isOver ? new Date(endsAt) : bookedAt,
	};
}

function bookedEvent(row: ReturnType<typeof visitRow>): DemoEvent {
	return {
		at: row.created_at,
		name: "appointment.booked",
		actor: { kind: "member", id: memberId("user@demo.perigee.test"), name: "Uma Castell" },
		subject: { type: "appointment", id: row.id },
		parent: { type: "contact", id: row.contact_id },
		data: {
			contactId: row.contact_id,
			locationId: row.location_id,
			memberId: row.member_id,
			title: row.title,
			startsAt: row.starts_at.toISOString(),
			origin: row.origin,
		},
	};
}
