import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { DAY, HOUR } from "#app/base/time.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { getFigures } from "#app/domain/leads/figures/figure-queries.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation, touchesOf } from "#tests/support/leads.ts";

const ARRIVED = new Date("2026-11-10T18:00:00Z");
const plus = (ms: number) => new Date(ARRIVED.getTime() + ms);
const RANGE = {
	...{ from: "2026-11-10", to: "2026-11-10" },
	...{ startsAt: new Date("2026-11-10T00:00:00Z"), endsAt: new Date("2026-11-11T00:00:00Z") },
};

/** One lead: the wording it has, when its touches went out (by position), when it replied and booked, who answered. */
type Story = {
	wording: "A" | "B";
	sent: Record<number, number>;
	replied?: number;
	booked?: number;
	answered?: { source: "model" | "rules"; provider?: string }[];
};

/** Each lead tells another line of the figures, so that no two of them are right by the same mistake. */
const STORIES: Story[] = [
	// Replied to the first touch, booked after the second.
	{
		...{ wording: "A", sent: { 1: 0, 2: DAY }, replied: HOUR, booked: DAY + HOUR },
		answered: [{ source: "model", provider: "anthropic" }],
	},
	// Replied to the second touch; two kinds of answer in its chat, one of them twice.
	{
		...{ wording: "B", sent: { 1: 0, 2: DAY }, replied: DAY + HOUR },
		answered: [{ source: "rules" }, { source: "rules" }, { source: "model", provider: "openai" }],
	},
	// Never replied; its second touch was never sent.
	{ wording: "B", sent: { 1: 0 }, answered: [{ source: "rules" }] },
	// Replied before anything was sent: no touch has earned that.
	{ wording: "A", sent: { 1: 2 * HOUR }, replied: HOUR },
	// Booked at the very instant of its third touch, which has earned it.
	{ wording: "A", sent: { 1: 0, 2: DAY, 3: 2 * DAY }, booked: 2 * DAY },
];

describe("LEAD-8 reply and booking rates", () => {
	let org: TestOrg;
	let figures: Awaited<ReturnType<typeof getFigures>>;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		const locationId = await makeLocation(org);
		for (const story of STORIES) await tell(locationId, story);
		figures = await as(org, "viewer", (ctx) => getFigures(ctx, RANGE));
	});

	test("LEAD-8 by touch: the last one sent before a reply or booking has earned it, and what was not sent counts nowhere", () => {
		expect(rates(figures.touches)).toEqual([
			["1. Email", 5, 1, 0],
			["2. SMS", 3, 1, 1],
			["3. Email", 1, 0, 1],
		]);
	});

	test("LEAD-8 by channel", () => {
		expect(rates(figures.channels)).toEqual([
			["Email", 6, 1, 1],
			["SMS", 3, 1, 1],
		]);
	});

	test("LEAD-8 by wording", () => {
		expect(rates(figures.variants)).toEqual([
			["Wording A", 6, 1, 2],
			["Wording B", 3, 1, 0],
		]);
	});

	test("LEAD-8 by AI provider: a conversation counts once for each that answered in it", () => {
		expect(rates(figures.providers)).toEqual([
			["Rules", 2, 1, 0],
			["anthropic", 1, 1, 1],
			["openai", 1, 1, 0],
		]);
	});

	test("LEAD-8 all leads of the range, and none of another range or organisation", async () => {
		expect(figures.total).toMatchObject({ count: 5, replied: 3, booked: 2 });
		const next = { ...RANGE, startsAt: RANGE.endsAt, endsAt: plus(9 * DAY) };
		const empty = { touches: [], channels: [], variants: [], providers: [], locations: [] };
		expect(await as(org, "viewer", (ctx) => getFigures(ctx, next))).toMatchObject({ total: { count: 0 }, ...empty });
		const other = await makeOrg("Another firm");
		expect(await as(other, "viewer", (ctx) => getFigures(ctx, RANGE))).toMatchObject({ total: { count: 0 }, ...empty });
	});

	async function tell(locationId: string, story: Story): Promise<void> {
		const { leadId, contactId } = await makeLead(org, { locationId, at: ARRIVED });
		await as(org, "owner", (ctx) => enrollLead(ctx, { leadId }), ARRIVED);
		const touches = await touchesOf(org, leadId);
		await as(org, "owner", async (ctx) => {
			const conversation = await openConversation(ctx, { contactId, locationId, subject: "" });
			const place = { org_id: org.id, conversation_id: conversation.id, contact_id: contactId, lead_id: leadId };
			const change = {
				conversation_id: conversation.id,
				first_replied_at: story.replied === undefined ? null : plus(story.replied),
			};
			await ctx.db.updateTable("leads").set(change).where("id", "=", leadId).execute();
			// The third touch has a message that was never sent: it counts nowhere.
			for (const { id, position, channel } of touches.slice(0, 3)) {
				const sent_at = story.sent[position] === undefined ? null : plus(story.sent[position]);
				const messageId = newId();
				const row = { ...place, id: messageId, channel, direction: "out", purpose: "sequence", author_kind: "system" };
				await ctx.db
					.insertInto("messages")
					.values({ ...row, state: sent_at ? "sent" : "held", sent_at } as never)
					.execute();
				await ctx.db
					.updateTable("touches")
					.set({ message_id: messageId, variant: story.wording })
					.where("id", "=", id)
					.execute();
			}
			for (const { source, provider } of story.answered ?? []) {
				const row = {
					...place,
					id: newId(),
					channel: "chat",
					direction: "out",
					purpose: "chat",
					author_kind: "assistant",
				};
				const made = { source, model_provider: provider ?? null, state: "sent" };
				await ctx.db
					.insertInto("messages")
					.values({ ...row, ...made } as never)
					.execute();
			}
		});
		if (story.booked !== undefined) await book({ leadId, contactId, locationId, at: plus(story.booked) });

		async function book(of: { leadId: string; contactId: string; locationId: string; at: Date }): Promise<void> {
			const starts = plus(20 * DAY + of.at.getTime() - ARRIVED.getTime());
			const ends = new Date(starts.getTime() + HOUR);
			await as(org, "owner", (ctx) =>
				ctx.db
					.insertInto("appointments")
					.values({
						...{
							org_id: org.id,
							id: newId(),
							lead_id: of.leadId,
							contact_id: of.contactId,
							location_id: of.locationId,
						},
						...{ bay: 1, title: "Tint", starts_at: starts, ends_at: ends, time_zone: "UTC", origin: "chat" },
						during: `[${starts.toISOString()},${ends.toISOString()})`,
						created_at: of.at,
					})
					.execute(),
			);
		}
	}
});

function rates(lines: readonly { label: string; count: number; replied: number; booked: number }[]) {
	return lines.map(({ label, count, replied, booked }) => [label, count, replied, booked]);
}
