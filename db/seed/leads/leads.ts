import { DAY } from "#app/base/time.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { DemoContent } from "../demo-content.ts";
import { inChunks } from "../demo-filling.ts";
import { type DemoEvent, eventRow } from "../event-row.ts";
import { DEMO_ORG } from "../people.ts";
import { seedId } from "../seed-id.ts";
import { Diary } from "./diary.ts";
import { appointmentOf, returningVisits } from "./lead-appointments.ts";
import { leadEvents } from "./lead-events.ts";
import { talkRows, touchRows } from "./lead-messages.ts";
import * as row from "./lead-rows.ts";
import { seedMemberHours } from "./member-hours.ts";
import { type LeadStory, leadStories } from "./stories.ts";
import { seedWeek } from "./week-visits.ts";

/**
 * Leads in every state with all that belongs to them: contacts, vehicles, conversations, touches, messages,
 * appointments and their history. Nothing is enqueued; touches that fall due are found by the sweep.
 */
export async function seedLeads(ctx: Ctx, content: DemoContent, firstAt: Date): Promise<void> {
	const versionId = await seedSequence(ctx, content, firstAt);
	const names = await memberNames(ctx);
	const stories = leadStories(content, firstAt);
	const tokens = new Map(stories.map((story) => [story, newToken()]));
	const written = stories.map((story) => {
		const { touches, messages } = touchRows(content, story, firstAt, tokens.get(story)!);
		return { story, touches, messages: [...messages, ...talkRows(story, names)] };
	});
	const { visits, wonAt } = planVisits(stories, firstAt);
	await seedPeopleOf(ctx, written);
	const leads = stories.map((story) => row.leadRow(story, row.stateAt(story, wonAt.get(story))));
	await ctx.db.insertInto("leads").values(leads).execute();
	const enrollments = stories.map((story) => row.enrollmentRow(story, versionId, content, firstAt));
	await ctx.db.insertInto("enrollments").values(enrollments).execute();
	await seedWords(ctx, written);
	const appointments = visits.map((visit) => visit.row);
	await ctx.db.insertInto("appointments").values(appointments).execute();
	await seedMemberHours(ctx, firstAt);
	const customers = stories.filter((story) => story.state === "won");
	await seedWeek(ctx, { customers, taken: appointments, firstAt });
	await seedLinks(ctx, tokens, firstAt);
	await seedOptOuts(ctx, stories);
	const events = [
		...stories.flatMap((story) => leadEvents(story, wonAt.get(story))),
		...visits.map((visit) => visit.event),
	];
	await seedEvents(ctx, events);
}

/** The appointments of the stories and of those who come again, and when each won lead was won. */
function planVisits(stories: readonly LeadStory[], firstAt: Date) {
	const diary = new Diary(firstAt);
	// The busiest days first, so that they are full.
	const returning = returningVisits(
		stories.filter((story) => story.state === "won"),
		diary,
		firstAt,
	);
	const appointments = stories.flatMap((story, nth) => appointmentOf(story, diary, nth) ?? []);
	const wonAt = new Map(appointments.map(({ story, row: appointment }) => [story, appointment.ends_at]));
	return { visits: [...appointments, ...returning], wonAt };
}

type Written = {
	story: LeadStory;
	touches: ReturnType<typeof touchRows>["touches"];
	messages: (ReturnType<typeof touchRows>["messages"][number] | ReturnType<typeof talkRows>[number])[];
};

async function seedPeopleOf({ db }: Ctx, written: readonly Written[]): Promise<void> {
	const stories = written.map(({ story }) => story);
	await db.insertInto("contacts").values(stories.map(row.contactRow)).execute();
	await db.insertInto("vehicles").values(stories.map(row.vehicleRow)).execute();
	const conversations = written.map(({ story, messages }) =>
		row.conversationRow(story, messages.at(-1)?.created_at ?? story.createdAt),
	);
	await db.insertInto("conversations").values(conversations).execute();
}

async function seedWords({ db }: Ctx, written: readonly Written[]): Promise<void> {
	const messages = written.flatMap((each) => each.messages);
	await inChunks(messages, (chunk) => db.insertInto("messages").values(chunk).execute());
	const touches = written.flatMap((each) => each.touches);
	await inChunks(touches, (chunk) => db.insertInto("touches").values(chunk).execute());
}

async function seedEvents({ db }: Ctx, events: readonly DemoEvent[]): Promise<void> {
	const rows = events.map((event) => eventRow(event));
	await inChunks(rows, (chunk) =>
		db
			.insertInto("events")
			.values(chunk as never)
			.execute(),
	);
}

/** The organisation's sequence: the shipped one as its version 1, unless it has one already. Returns the version. */
async function seedSequence({ db }: Ctx, { sequence }: DemoContent, firstAt: Date): Promise<string> {
	const known = await db
		.selectFrom("sequences")
		.select("published_version_id")
		.where("location_id", "is", null)
		.executeTakeFirst();
	if (known?.published_version_id) return known.published_version_id;
	const [id, versionId] = [seedId("sequence"), seedId("sequence version 1")];
	const name = "Follow-up on a request";
	await db.insertInto("sequences").values({ org_id: DEMO_ORG, id, name, created_at: firstAt }).execute();
	await db
		.insertInto("sequence_versions")
		.values({ org_id: DEMO_ORG, id: versionId, sequence_id: id, number: 1, touches: jsonb(sequence) as never })
		.execute();
	await db.updateTable("sequences").set({ published_version_id: versionId }).where("id", "=", id).execute();
	return versionId;
}

async function memberNames({ db }: Ctx): Promise<Map<string, string>> {
	const members = await db.selectFrom("memberships").select(["id", "name"]).execute();
	return new Map(members.map((member) => [member.id, member.name]));
}

/** The chat link of each lead, as real ones are: only its hash is kept, and the messages bear it. */
async function seedLinks({ db }: Ctx, tokens: Map<LeadStory, string>, firstAt: Date): Promise<void> {
	const links = [...tokens].map(([story, token]) => ({
		org_id: DEMO_ORG,
		id: seedId(`chat link of lead ${story.key}`, story.createdAt),
		kind: "chat" as const,
		token_hash: hashToken(token),
		subject_id: row.idsOf(story).conversation,
		contact_id: row.idsOf(story).contact,
		expires_at: new Date(Math.max(story.createdAt.getTime() + 45 * DAY, firstAt.getTime() - DAY)),
		created_at: story.createdAt,
	}));
	await db.insertInto("public_links").values(links).execute();
}

async function seedOptOuts({ db }: Ctx, stories: readonly LeadStory[]): Promise<void> {
	const rows = stories.flatMap((story) => [
		...(story.optedOut
			? [{ org_id: DEMO_ORG, channel: "sms" as const, address: story.phone, reason: "stop" as const }]
			: []),
		...(story.bounced
			? [{ org_id: DEMO_ORG, channel: "email" as const, address: story.email, reason: "bounced" as const }]
			: []),
	]);
	await db
		.insertInto("suppressions")
		.values(rows)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}
