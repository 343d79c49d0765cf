import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { SHIPPED_WEIGHTS } from "#app/domain/crm/scores/rules.ts";
import { saveWeights } from "#app/domain/crm/scores/save-weights.ts";
import { scoreContacts } from "#app/domain/crm/scores/score-contacts.ts";
import { factsQuery, readScoreFacts } from "#app/domain/crm/scores/score-facts.ts";
import { findScore, previewWeights, readScoring } from "#app/domain/crm/scores/scoring-queries.ts";
import { scheduleScores } from "#app/domain/crm/scores/sweep-scores.ts";
import { addSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";
import { makeContact } from "#tests/support/messaging.ts";

const NOW = new Date("2026-11-25T12:00:00Z");
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

const insert = (table: string, row: Record<string, unknown>) =>
	asActor(org.id, SYSTEM, ({ db }) =>
		db
			.insertInto(table as "notes")
			.values({ org_id: org.id, id: newId(), ...row } as never)
			.execute(),
	);
const score = (id: string, now = NOW) => asActor(org.id, SYSTEM, (ctx) => scoreContacts(ctx, [id]), now);
const isOurs = (payload: unknown) => (payload as { orgId?: string }).orgId === org.id;
const contactScore = async (id: string) =>
	(
		await asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("contacts").select("score").where("id", "=", id).executeTakeFirstOrThrow(),
		)
	).score;

describe("facts", () => {
	test("CRM-7: are counted from messages, appointments, deals, leads and opt-outs, a merged contact's too", async () => {
		const contact = await makeContact(org, { stage: "customer", created_at: ago(400).toISOString() });
		const former = await makeContact(org, { merged_into: contact.id, deleted_at: ago(1).toISOString() });
		const place = await makeLocation(org);
		const message = (days: number, direction: string, contactId = contact.id) =>
			insert("messages", {
				contact_id: contactId,
				channel: "sms",
				direction,
				author_kind: "customer",
				state: "received",
				created_at: ago(days),
			});
		await message(10, "in");
		await message(60, "in", former.id);
		await message(200, "in");
		await message(1, "out");
		const appointment = (days: number, state: string) =>
			insert("appointments", {
				location_id: place,
				bay: 1,
				contact_id: contact.id,
				title: "T",
				starts_at: ago(days),
				ends_at: ago(days - 0.1),
				during: `[${ago(days).toISOString()},${ago(days - 0.1).toISOString()})`,
				time_zone: "UTC",
				origin: "member",
				state,
			});
		await appointment(-3, "booked");
		await appointment(20, "completed");
		await appointment(40, "no-show");
		await makeLead(org, { locationId: place, contactId: contact.id });
		const stage = await asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("pipeline_stages").select(["id", "pipeline_id", "outcome"]).orderBy("position").execute(),
		);
		const open = stage.find(({ outcome }) => outcome === "open")!;
		const won = stage.find(({ outcome }) => outcome === "won")!;
		await insert("deals", {
			name: "D",
			contact_id: contact.id,
			value_cents: 250_000,
			pipeline_id: open.pipeline_id,
			stage_id: open.id,
		});
		await insert("deals", {
			name: "W",
			contact_id: contact.id,
			value_cents: 900_000,
			pipeline_id: won.pipeline_id,
			stage_id: won.id,
		});
		await asActor(org.id, SYSTEM, (ctx) =>
			addSuppression(ctx, { channel: "email", address: contact.email, reason: "stop" }),
		);
		const facts = await asActor(org.id, SYSTEM, (ctx) => readScoreFacts(ctx, [contact.id, former.id, newId()]), NOW);
		expect([...facts.keys()]).toEqual([contact.id]);
		expect(facts.get(contact.id)).toEqual({
			...{ emailKnown: 1, phoneKnown: 1, isProspect: 0, isCustomer: 1, isFormer: 0, openLeads: 1, replies: 2 },
			...{
				recentActivity: 1,
				bookedAhead: 1,
				visits: 1,
				noShows: 1,
				openDealValue: 2_500,
				optedOut: 1,
				daysSinceContact: 10,
			},
		});
	});
});

describe("scores", () => {
	test("CRM-7: are kept with their reasons, in step with the contact, and the same when computed twice", async () => {
		const contact = await makeContact(org);
		const [first] = await score(contact.id);
		expect(await score(contact.id)).toEqual([first]);
		const kept = await as(org, "viewer", (ctx) => findScore(ctx, contact.id));
		expect(kept).toEqual({ score: first!.score, reasons: first!.reasons, computedAt: NOW.toISOString() });
		expect(await contactScore(contact.id)).toBe(first!.score);
	});

	test("CRM-7: follow the facts by events, once for several of a moment, running twice too", async () => {
		const contact = await makeContact(org);
		await as(org, "user", async (ctx) => {
			for (const stage of ["prospect", "customer"] as const) {
				await ctx.db.updateTable("contacts").set({ stage }).where("id", "=", contact.id).execute();
				await ctx.record({
					name: "contact.changed",
					subject: { type: "contact", id: contact.id },
					changes: { stage: [null, stage] },
				});
			}
		});
		const ran = [
			...(await runJobs(new Date(Date.now() + 60_000), 2)),
			...(await runJobs(new Date(Date.now() + 120_000), 2)),
		];
		expect(ran.filter(({ error }) => error)).toEqual([]);
		expect(ran.filter(({ name, payload }) => name === "crm.score-contact" && isOurs(payload))).toHaveLength(1);
		expect(await contactScore(contact.id)).toBe(SHIPPED_WEIGHTS.base + 5 + 5 + 10);
	});

	test("CRM-7: after an import come by chunks in one sweep, not by a job for each contact", async () => {
		await house().database.owner.query(
			"insert into contacts (org_id, id, first_name, email) select $1, uuidv7(), 'C', 'c' || n || '@example.test' from generate_series(1, 900) n",
			[org.id],
		);
		await asActor(org.id, SYSTEM, (ctx) =>
			ctx.record({ name: "contacts.imported", subject: { type: "batch", id: newId() } }),
		);
		const ran = (await runJobs(new Date(Date.now() + 60_000))).filter(
			({ name, payload }) => name.startsWith("crm.") && isOurs(payload),
		);
		expect(ran.map(({ name }) => name)).toEqual([
			"crm.follow-facts",
			"crm.sweep-scores",
			"crm.sweep-scores",
			"crm.sweep-scores",
		]);
		const unscored = await asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("contacts").select("id").where("score", "is", null).execute(),
		);
		expect(unscored).toEqual([]);
	});

	test("CRM-7: fade with time: the nightly sweep computes what is older than a day, and nothing that is not", async () => {
		const contact = await makeContact(org, { created_at: ago(10).toISOString(), updated_at: ago(10).toISOString() });
		await score(contact.id, ago(5));
		const before = await contactScore(contact.id);
		await scheduleScores();
		await runJobs(new Date(NOW.getTime() + 90 * 86_400_000));
		expect(await contactScore(contact.id)).toBeLessThan(before!);
		const at = (await as(org, "viewer", (ctx) => findScore(ctx, contact.id)))!.computedAt;
		await scheduleScores();
		await runJobs(new Date(NOW.getTime() + 90 * 86_400_000 + 60_000));
		expect((await as(org, "viewer", (ctx) => findScore(ctx, contact.id)))!.computedAt).toBe(at);
	});

	test("CRM-7: of another organisation are neither computed nor shown", async () => {
		const contact = await makeContact(org);
		await score(contact.id);
		const other = await makeOrg("Other");
		expect(await asActor(other.id, SYSTEM, (ctx) => scoreContacts(ctx, [contact.id]))).toEqual([]);
		expect(await as(other, "owner", (ctx) => findScore(ctx, contact.id))).toBeNull();
	});
});

describe("weights", () => {
	const heavy = { ...SHIPPED_WEIGHTS, base: 50, version: 0 };

	test("CRM-7: are tried on today's contacts before they hold, and then every score follows", async () => {
		const contact = await makeContact(org);
		await score(contact.id, new Date());
		const preview = await as(org, "admin", (ctx) => previewWeights(ctx, heavy));
		expect(preview).toMatchObject({
			total: 1,
			up: 1,
			down: 0,
			large: 1,
			average: 30,
			isSample: false,
			examples: [{ id: contact.id, now: 30, next: 60 }],
		});
		expect(await contactScore(contact.id)).toBe(30);
		await as(org, "admin", (ctx) => saveWeights(ctx, heavy));
		await runJobs(new Date(Date.now() + 60_000), 2);
		expect(await contactScore(contact.id)).toBe(60);
		expect(await as(org, "admin", (ctx) => readScoring(ctx))).toMatchObject({ version: 1, weights: { base: 50 } });
	});

	test("CRM-7: are an administrator's to set; two at once do not overwrite each other; the same again changes nothing", async () => {
		await expect(as(org, "manager", (ctx) => saveWeights(ctx, heavy))).rejects.toMatchObject({ status: 403 });
		await as(org, "admin", (ctx) => saveWeights(ctx, heavy));
		await expect(as(org, "admin", (ctx) => saveWeights(ctx, heavy))).rejects.toMatchObject({ status: 409 });
		expect(await as(org, "admin", (ctx) => saveWeights(ctx, { ...heavy, version: 1 }))).toEqual({ changed: false });
	});
});

test("CRM-7: facts of a chunk among many contacts are read by index, as the application role under its policies", async () => {
	const firm = org;
	const fill = (text: string) => house().database.owner.query(text, [firm.id]);
	await fill(
		"insert into contacts (org_id, id, first_name, email) select $1, uuidv7(), 'C', 'x' || n || '@example.test' from generate_series(1, 5000) n",
	);
	await fill(
		"insert into messages (org_id, id, contact_id, channel, direction, author_kind, state) select $1, uuidv7(), c.id, 'sms', 'in', 'customer', 'received' from contacts c, generate_series(1, 4) where c.org_id = $1",
	);
	await fill(
		"insert into notes (org_id, id, subject_type, subject_id, body, author_name) select $1, uuidv7(), 'contact', c.id, 'x', 'O' from contacts c, generate_series(1, 3) where c.org_id = $1",
	);
	await house().database.owner.exec("analyze");
	const ids = (
		await house().database.owner.query<{ id: string }>("select id from contacts where org_id = $1 limit 20", [firm.id])
	).map(({ id }) => id);
	const { rows } = await as(firm, "user", (ctx) =>
		sql<Record<string, string>>`explain ${factsQuery(ctx, ids)}`.execute(ctx.db),
	);
	const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
	expect(plan).not.toMatch(/Seq Scan on (contacts|messages|notes|suppressions)\b/);
}, 60_000);
