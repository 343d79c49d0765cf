import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import { stopBatch, undoBatch } from "#app/domain/crm/bulk/change-batch.ts";
import { runLeadBatchJob } from "#app/domain/leads/bulk/jobs.ts";
import { listRefusals } from "#app/domain/leads/bulk/refusal-queries.ts";
import type { NewLeadBatch } from "#app/domain/leads/bulk/schema.ts";
import { startLeadBatch } from "#app/domain/leads/bulk/start-lead-batch.ts";
import { undoLeadBatch } from "#app/domain/leads/bulk/undo-lead-batch.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { updateLead } from "#app/domain/leads/update-lead.ts";
import { house, type Role } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { leadOf, makeLead, makeLocation } from "#tests/support/leads.ts";

type State = "new" | "contacted" | "engaged" | "booked" | "won" | "lost";

describe("acts on many leads", { timeout: 120_000 }, () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});
	const start = (given: Partial<NewLeadBatch> & Pick<NewLeadBatch, "act">, role: Role = "user", firm = org) =>
		as(firm, role, (ctx) => startLeadBatch(ctx, { key: newId(), ...given }));
	const batch = (id: string) => as(org, "viewer", (ctx) => getBatch(ctx, id));
	const undo = (id: string, role: Role = "user") =>
		as(org, role, async (ctx) => undoLeadBatch(ctx, await getBatch(ctx, id)));
	const some = async (states: readonly State[], locationId: string) => {
		const ids: string[] = [];
		for (const state of states) ids.push((await makeLead(org, { locationId, state })).leadId);
		return ids;
	};
	const query = <Row extends Record<string, unknown>>(text: string, values: unknown[]) =>
		house().database.owner.query<Row>(text, values as never);
	const eventsOf = (id: string) =>
		query<{ name: string; actor_kind: string; actor_id: string; changes: Record<string, unknown> }>(
			"select name, actor_kind, actor_id, changes from events where org_id = $1 and subject_id = $2 order by id",
			[org.id, id],
		);

	test("LEAD-8: ticked leads get an owner at once, each with its own event, and get back the one they had", async () => {
		const ids = await some(["new", "won", "new"], await makeLocation(org));
		const { manager, admin } = org.members;
		await as(org, "manager", (ctx) => updateLead(ctx, { id: ids[0]!, ownerId: manager.id }));
		await as(org, "manager", (ctx) => updateLead(ctx, { id: ids[1]!, ownerId: admin.id }));
		const done = await start({ act: "assign", ids, ownerId: manager.id });
		expect(done).toMatchObject({ state: "done", changed: 2, refused: 0 });
		expect(await batch(done.id)).toMatchObject({
			state: "done",
			total: 3,
			done: 3,
			changed: 2,
			skipped: 1,
			refused: 0,
		});
		expect((await eventsOf(ids[2]!)).at(-1)).toMatchObject({
			...{ name: "lead.changed", actor_kind: "member", actor_id: org.members.user.id },
			changes: { ownerId: [null, manager.id] },
		});
		await undo(done.id);
		expect(await batch(done.id)).toMatchObject({ state: "undone", params: { undo: { undone: 2, left: 0 } } });
		const owners = [];
		for (const id of ids) owners.push((await leadOf(org, id)).owner_id);
		expect(owners).toEqual([manager.id, admin.id, null]);
		await expect(undo(done.id)).rejects.toMatchObject({ status: 409 });
	});

	test("LEAD-8: leads move where the table of states allows, the others stay and say why; undoing gives back what stood", async () => {
		const place = await makeLocation(org);
		const ids = await some(["new", "booked", "lost", "contacted"], place);
		await query("update leads set lost_reason = 'Too dear', state_at = '2026-01-02 03:04:05+00' where id = $1", [
			ids[2],
		]);
		const done = await start({ act: "move", ids, state: "contacted" });
		expect(done).toMatchObject({ changed: 2, refused: 1 });
		const { refusals } = await as(org, "viewer", (ctx) => listRefusals(ctx, done.id));
		expect(refusals).toEqual([
			{ id: ids[1], name: "Ana Díaz", reason: "A lead that is booked cannot be moved to contacted." },
		]);
		expect(await leadOf(org, ids[2]!)).toMatchObject({ state: "contacted", lost_reason: null });
		// Somebody changed one of them since: that one is left alone.
		await as(org, "user", (ctx) => updateLead(ctx, { id: ids[0]!, title: "Tint and film" }));
		await undo(done.id);
		expect((await batch(done.id)).params.undo).toEqual({ undone: 1, left: 1 });
		expect(await leadOf(org, ids[0]!)).toMatchObject({ state: "contacted", title: "Tint and film" });
		const back = await leadOf(org, ids[2]!);
		expect(back).toMatchObject({ state: "lost", lost_reason: "Too dear" });
		expect(new Date(back.state_at).toISOString()).toBe("2026-01-02T03:04:05.000Z");
		expect((await eventsOf(ids[2]!)).at(-1)).toMatchObject({
			name: "lead.state-changed",
			changes: { state: ["contacted", "lost"], lostReason: [null, "Too dear"] },
		});
	});

	test("LEAD-5: touches of many are paused and go on; a lead without a sequence says so, and undoing lets them go on", async () => {
		const place = await makeLocation(org);
		const ids = await some(["new", "new", "new"], place);
		for (const leadId of ids.slice(0, 2)) await as(org, "user", (ctx) => enrollLead(ctx, { leadId }));
		const states = () =>
			query<{ state: string; held: number }>(
				`select e.state, (select count(*)::int from touches t where t.enrollment_id = e.id and t.status = 'held') as held
				from enrollments e where e.lead_id = any($1::uuid[]) order by e.lead_id`,
				[ids],
			);
		const paused = await start({ act: "pause", ids });
		expect(paused).toMatchObject({ changed: 2, refused: 1 });
		expect((await as(org, "viewer", (ctx) => listRefusals(ctx, paused.id))).refusals).toMatchObject([
			{ id: ids[2], reason: "No sequence is under way." },
		]);
		for (const one of await states()) expect(one).toMatchObject({ state: "paused", held: expect.any(Number) });
		expect((await states())[0]!.held).toBeGreaterThan(0);
		const resumed = await start({ act: "resume", ids: ids.slice(0, 1) });
		expect(resumed).toMatchObject({ changed: 1, refused: 0 });
		// One goes on already, so only the other is given back.
		await undo(paused.id);
		expect((await batch(paused.id)).params.undo).toEqual({ undone: 1, left: 1 });
		expect((await states()).map(({ state }) => state)).toEqual(["running", "running"]);
	});

	test("LEAD-8: all that match become a job in the name of who asked, once, and another place's leads stay", async () => {
		const [place, elsewhere] = [await makeLocation(org), await makeLocation(org)];
		const { contactId } = await makeLead(org, { locationId: place });
		const fill = (at: string, count: number) =>
			query(
				`insert into leads (org_id, id, contact_id, location_id, state, source)
				select $1, uuidv7(), $2, $3, case when n % 4 = 0 then 'booked' else 'new' end, 'shop' from generate_series(1, $4) n`,
				[org.id, contactId, at, count],
			);
		await fill(place, 120);
		await fill(elsewhere, 10);
		const key = newId();
		const asked = { key, act: "move" as const, state: "contacted" as const, query: `location=${place}&columns=email` };
		const twice = await Promise.all([0, 1].map(() => start(asked, "manager")));
		expect(twice.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
		expect(await waitingJobs(runLeadBatchJob)).toHaveLength(1);
		await runJobs(undefined, 2);
		expect(await batch(key)).toMatchObject({ state: "done", total: 121, done: 121, changed: 91, refused: 30 });
		const first = await as(org, "viewer", (ctx) => listRefusals(ctx, key));
		expect(first.refusals).toHaveLength(30);
		expect(await query("select 1 from leads where location_id = $1 and state = 'contacted'", [elsewhere])).toHaveLength(
			0,
		);
		const [moved] = await query<{ id: string }>(
			"select id from leads where location_id = $1 and state = 'contacted' limit 1",
			[place],
		);
		expect((await eventsOf(moved!.id)).at(-1)).toMatchObject({ actor_id: org.members.manager.id });
		await undo(key);
		await runJobs(undefined, 2);
		expect(await batch(key)).toMatchObject({ state: "undone", params: { undo: { undone: 91, left: 0 } } });
		expect(await query("select 1 from leads where location_id = $1 and state = 'contacted'", [place])).toHaveLength(0);
	});

	test("ID-2: a batch goes on with the rights that its member has then, and stops where they are gone", async () => {
		const place = await makeLocation(org);
		const { contactId } = await makeLead(org, { locationId: place });
		await query(
			`insert into leads (org_id, id, contact_id, location_id, state, source)
			select $1, uuidv7(), $2, $3, 'new', 'shop' from generate_series(1, 60) n`,
			[org.id, contactId, place],
		);
		const asked = await start({ act: "move", state: "won", query: `location=${place}` }, "admin");
		await query("update memberships set role = 'viewer' where id = $1", [org.members.admin.id]);
		await runJobs();
		await query("update memberships set role = 'admin' where id = $1", [org.members.admin.id]);
		expect(await batch(asked.id)).toMatchObject({
			...{ state: "cancelled", done: 0, reason: expect.stringContaining("may not change leads any more") },
		});
	});

	test("SEC-1: other firms' leads, values that do not fit, and who may not", async () => {
		const ids = await some(["new"], await makeLocation(org));
		const foreign = [(await makeLead(other, { locationId: await makeLocation(other) })).leadId];
		await expect(start({ act: "move", state: "won", ids: foreign })).rejects.toMatchObject({ status: 422 });
		expect(await leadOf(other, foreign[0]!)).toMatchObject({ state: "new" });
		for (const act of ["assign", "move", "pause", "resume"] as const) {
			await expect(start({ act, ids, state: "won", ownerId: "none" }, "viewer")).rejects.toMatchObject({ status: 403 });
		}
		await expect(start({ act: "assign", ids, ownerId: other.members.user.id })).rejects.toMatchObject({ status: 422 });
		await expect(start({ act: "assign", ids })).rejects.toMatchObject({ status: 422 });
		await expect(start({ act: "move", ids })).rejects.toMatchObject({ status: 422 });
		const done = await start({ act: "move", ids, state: "won" });
		await expect(undo(done.id, "viewer")).rejects.toMatchObject({ status: 403 });
		await expect(as(other, "owner", (ctx) => getBatch(ctx, done.id))).rejects.toMatchObject({ status: 404 });
		expect((await as(other, "owner", (ctx) => listRefusals(ctx, done.id))).refusals).toEqual([]);
		// The records' own way of undoing does not know leads.
		await expect(as(org, "user", (ctx) => undoBatch(ctx, done.id))).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "user", (ctx) => stopBatch(ctx, done.id))).rejects.toMatchObject({ status: 409 });
		expect(await batch(done.id)).toMatchObject({ state: "done" });
	});
});
