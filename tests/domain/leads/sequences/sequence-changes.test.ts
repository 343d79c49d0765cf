import { beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_SEQUENCE } from "#app/domain/leads/default-sequence.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { changeSequence } from "#app/domain/leads/sequences/change-sequence.ts";
import { pauseEnrollment } from "#app/domain/leads/sequences/pause-enrollment.ts";
import { resumeEnrollment } from "#app/domain/leads/sequences/resume-enrollment.ts";
import { skipTouch } from "#app/domain/leads/sequences/skip-touch.ts";
import { publishSequence } from "#app/domain/leads/sequences/versions/publish-sequence.ts";
import type { VersionTouch } from "#app/domain/leads/sequences/versions/touch-schema.ts";
import { withdrawSequence } from "#app/domain/leads/sequences/versions/withdraw-sequence.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLead, makeLocation, touchesOf } from "#tests/support/leads.ts";

const TUESDAY = new Date("2026-11-24T18:00:00Z");
const DAY = 86_400_000;
const SHIPPED = DEFAULT_SEQUENCE.map((touch) => ({ ...touch, second: null })) as VersionTouch[];

describe("changing a sequence", () => {
	let org: TestOrg;
	let other: TestOrg;
	let place: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
		place = await makeLocation(org);
	});

	async function enrolled(): Promise<{ leadId: string; enrollmentId: string }> {
		const { leadId } = await makeLead(org, { locationId: place });
		const started = await as(org, "user", (ctx) => enrollLead(ctx, { leadId }), TUESDAY);
		return { leadId, enrollmentId: started!.enrollmentId };
	}

	test("LEAD-5 a pause sends nothing, and going on moves what is left by as long as it stood still", async () => {
		const { leadId, enrollmentId } = await enrolled();
		await runJobs(TUESDAY);
		const before = await touchesOf(org, leadId);
		await as(org, "user", (ctx) => pauseEnrollment(ctx, { enrollmentId }), TUESDAY);
		await runJobs(new Date(TUESDAY.getTime() + 3 * DAY), 2);
		const paused = await touchesOf(org, leadId);
		expect(paused.map((touch) => touch.status)).toEqual(Array(13).fill("held"));
		expect(paused.filter((touch) => touch.message_id)).toEqual([]);
		const later = new Date(TUESDAY.getTime() + 7 * DAY);
		await as(org, "user", (ctx) => resumeEnrollment(ctx, { enrollmentId }), later);
		await as(org, "user", (ctx) => resumeEnrollment(ctx, { enrollmentId }), later);
		const resumed = await touchesOf(org, leadId);
		expect(resumed.map((touch) => touch.status)).toEqual(Array(13).fill("scheduled"));
		expect(resumed[12]!.planned_at.getTime() - before[12]!.planned_at.getTime()).toBe(7 * DAY);
		await runJobs(later, 2);
		// The message that was taken back is written anew, once.
		const first = (await touchesOf(org, leadId))[0]!;
		expect(first.message_id).not.toBeNull();
		expect(first.message_id).not.toBe(before[0]!.message_id);
	});

	test("LEAD-5 one touch is skipped and the others stay; a viewer and another organisation cannot", async () => {
		const { leadId, enrollmentId } = await enrolled();
		const touchId = (await touchesOf(org, leadId))[3]!.id;
		await expect(as(org, "viewer", (ctx) => skipTouch(ctx, { touchId }))).rejects.toMatchObject({ status: 403 });
		await expect(as(other, "owner", (ctx) => skipTouch(ctx, { touchId }))).rejects.toMatchObject({ status: 404 });
		await expect(as(other, "owner", (ctx) => pauseEnrollment(ctx, { enrollmentId }))).rejects.toMatchObject({
			status: 404,
		});
		await expect(as(other, "owner", (ctx) => resumeEnrollment(ctx, { enrollmentId }))).rejects.toMatchObject({
			status: 404,
		});
		await expect(as(other, "owner", (ctx) => changeSequence(ctx, { leadId, act: "stop" }))).rejects.toMatchObject({
			status: 404,
		});
		await expect(as(org, "viewer", (ctx) => pauseEnrollment(ctx, { enrollmentId }))).rejects.toMatchObject({
			status: 403,
		});
		await as(org, "user", (ctx) => skipTouch(ctx, { touchId }));
		const touches = await touchesOf(org, leadId);
		expect(touches.map((touch) => touch.status).filter((status) => status === "scheduled")).toHaveLength(12);
		expect(touches[3]).toMatchObject({ status: "skipped", reason: "Skipped by The user." });
	});

	test("LEAD-5 a stopped sequence can be started again, and not twice", async () => {
		const { leadId } = await enrolled();
		await as(org, "user", (ctx) => changeSequence(ctx, { leadId, act: "stop" }), TUESDAY);
		await as(org, "user", (ctx) => changeSequence(ctx, { leadId, act: "start" }), TUESDAY);
		await expect(as(org, "user", (ctx) => changeSequence(ctx, { leadId, act: "start" }))).rejects.toMatchObject({
			status: 409,
		});
		expect(await touchesOf(org, leadId)).toHaveLength(26);
	});

	test("LEAD-5 an enrolled lead keeps its version; who comes later gets the new one", async () => {
		const mine = await makeOrg("Versions");
		const here = await makeLocation(mine);
		const early = await makeLead(mine, { locationId: here });
		await as(mine, "user", (ctx) => enrollLead(ctx, { leadId: early.leadId }), TUESDAY);
		const touches: VersionTouch[] = [
			{ ...SHIPPED[0]!, subject: "Another subject", second: { subject: "B", body: "B", button: null } },
		];
		await as(mine, "manager", (ctx) => publishSequence(ctx, { locationId: null, touches, basedOn: 1 }));
		const late = await makeLead(mine, { locationId: here });
		await as(mine, "user", (ctx) => enrollLead(ctx, { leadId: late.leadId }), TUESDAY);
		await runJobs(TUESDAY, 2);
		const subjects = await as(mine, "viewer", (ctx) =>
			ctx.db.selectFrom("messages").select(["lead_id", "subject", "variant"]).where("direction", "=", "out").execute(),
		);
		expect(subjects.find((message) => message.lead_id === early.leadId)!.subject).toMatch(/^Your request/);
		const second = subjects.find((message) => message.lead_id === late.leadId)!;
		expect([
			["A", "Another subject"],
			["B", "B"],
		]).toContainEqual([second.variant, second.subject]);
		expect(await touchesOf(mine, early.leadId)).toHaveLength(13);
		expect(await touchesOf(mine, late.leadId)).toHaveLength(1);
	});

	test("LEAD-5 a location's own sequence comes first, until it is withdrawn", async () => {
		const here = await makeLocation(org, { name: "Own" });
		await as(org, "manager", (ctx) =>
			publishSequence(ctx, { locationId: here, touches: SHIPPED.slice(0, 2), basedOn: 0 }),
		);
		const first = await makeLead(org, { locationId: here });
		await as(org, "user", (ctx) => enrollLead(ctx, { leadId: first.leadId }), TUESDAY);
		expect(await touchesOf(org, first.leadId)).toHaveLength(2);
		await expect(as(other, "owner", (ctx) => withdrawSequence(ctx, { locationId: here }))).rejects.toMatchObject({
			status: 404,
		});
		await as(org, "manager", (ctx) => withdrawSequence(ctx, { locationId: here }));
		const second = await makeLead(org, { locationId: here });
		await as(org, "user", (ctx) => enrollLead(ctx, { leadId: second.leadId }), TUESDAY);
		expect(await touchesOf(org, second.leadId)).toHaveLength(13);
	});

	test("LEAD-5 publishing refuses unknown variables, a stale version, a user and a foreign location", async () => {
		const publish = (
			role: "manager" | "user",
			touches: VersionTouch[],
			basedOn: number,
			locationId: string | null = null,
		) => as(org, role, (ctx) => publishSequence(ctx, { locationId, touches, basedOn }));
		const broken = [{ ...SHIPPED[0]!, body: "Hi {{contact.password}}" }];
		await expect(publish("manager", broken, 1)).rejects.toMatchObject({
			status: 422,
			fields: { "touches[0].body": ["There is no variable called contact.password."] },
		});
		await expect(publish("manager", SHIPPED, 7)).rejects.toMatchObject({ status: 409 });
		await expect(publish("user", SHIPPED, 1)).rejects.toMatchObject({ status: 403 });
		await expect(publish("manager", SHIPPED, 0, await makeLocation(other))).rejects.toMatchObject({ status: 404 });
	});
});
