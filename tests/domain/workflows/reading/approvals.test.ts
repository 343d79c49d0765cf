import { beforeAll, describe, expect, it } from "vitest";
import { changeApprovalText } from "#app/domain/workflows/approvals/change-text.ts";
import { decideApproval } from "#app/domain/workflows/approvals/decide-approval.ts";
import { getApproval, listApprovals } from "#app/domain/workflows/reading/approval-queries.ts";
import { cancelRun } from "#app/domain/workflows/running/change-run.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { begin, DAY, later, publish, runOf } from "../nodes/flow.ts";

let org: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const ask = (title: string, role: string, more: object = {}) =>
	publish(org, { ask: ["approval", { title, role, ...more }] }, ["start>ask"]);

const open = (role: "user" | "manager" | "admin") =>
	as(org, role, async (ctx) => (await listApprovals(ctx, { state: "open" })).data);

describe("FLOW-1 what is asked of people", () => {
	it("FLOW-1 lists what waits for the reader first, and what is decided apart", async () => {
		const forAdmins = await ask("For admins", "admin");
		const forAll = await ask("For all", "user", { needed: 2 });
		await begin(org, forAdmins.id);
		const run = await begin(org, forAll.id, { price: 12 });
		await runJobs();
		const lines = (list: Awaited<ReturnType<typeof open>>) => list.map(({ title, isMine }) => `${title} ${isMine}`);
		expect(lines(await open("user"))).toEqual(["For all true", "For admins false"]);
		expect(lines(await open("admin"))).toEqual(["For admins true", "For all true"]);
		const id = (await open("user"))[0]!.id;
		await as(org, "user", (ctx) => decideApproval(ctx, id, { isYes: true, note: "Fine" }));
		expect(lines(await open("user"))).toEqual(["For admins false", "For all false"]);
		expect((await open("user"))[1]).toMatchObject({ given: 1, needed: 2, runId: run });
		const shown = await as(org, "manager", (ctx) => getApproval(ctx, id));
		expect(shown).toMatchObject({
			...{ isMine: true, isAwaited: true, approvers: [], leastRole: "user", state: "open" },
			votes: [{ member: org.members.user.name, isMine: false, isYes: true, note: "Fine" }],
			trigger: { text: expect.stringContaining("12") },
		});
		await as(org, "manager", (ctx) => decideApproval(ctx, id, { isYes: true }));
		expect(lines(await open("user"))).toEqual(["For admins false"]);
		const decided = await as(org, "user", (ctx) => listApprovals(ctx, { state: "decided" }));
		expect(decided.data).toMatchObject([{ title: "For all", state: "approved" }]);
		const stranger = await makeOrg("Other");
		await expect(as(stranger, "owner", (ctx) => getApproval(ctx, id))).rejects.toMatchObject({ status: 404 });
		expect((await as(stranger, "owner", (ctx) => listApprovals(ctx, { state: "open" }))).data).toEqual([]);
		await expect(as(org, "viewer", (ctx) => listApprovals(ctx, { state: "open" }))).rejects.toMatchObject({
			status: 403,
		});
	});

	it("FLOW-1 a vote counts while its member may decide, by role or by name", async () => {
		const roleOf = (role: "user" | "manager", now: "viewer" | "manager") =>
			as(org, "owner", (ctx) =>
				ctx.db.updateTable("memberships").set({ role: now }).where("id", "=", org.members[role].id).execute(),
			);
		const { user, manager, admin, owner } = org.members;
		for (const named of [[], [user.id, manager.id, admin.id, owner.id]]) {
			const title = `Two of them, ${named.length} named`;
			await begin(org, (await ask(title, "manager", { needed: 2 })).id);
			await runJobs();
			await as(org, "owner", (ctx) =>
				ctx.db.updateTable("approvals").set({ approver_ids: named }).where("title", "=", title).execute(),
			);
			const shown = async () => (await open("admin")).find((one) => one.title === title)!;
			const { id } = await shown();
			const yes = (role: "manager" | "admin" | "owner") =>
				as(org, role, (ctx) => decideApproval(ctx, id, { isYes: true }));
			await yes("manager");
			expect((await shown()).given).toBe(1);
			await roleOf("manager", "viewer");
			expect((await shown()).given).toBe(0);
			expect(await yes("admin")).toEqual({ state: "open" });
			expect((await shown()).given).toBe(1);
			expect(await yes("owner")).toEqual({ state: "approved" });
			expect((await as(org, "admin", (ctx) => getApproval(ctx, id))).given).toBe(3);
			await roleOf("manager", "manager");
		}
	});

	it("FLOW-1 an answer that comes too late is refused in words, and is no longer listed", async () => {
		const { id } = await ask("Soon", "user", { days: 1 });
		await begin(org, id);
		const run = await begin(org, id);
		await runJobs();
		const ids = (await open("user")).filter(({ title }) => title === "Soon").map((one) => one.id);
		expect(ids).toHaveLength(2);
		await as(org, "user", (ctx) => cancelRun(ctx, run));
		const after = later(2 * DAY);
		const titles = await as(org, "user", async (ctx) => (await listApprovals(ctx, { state: "open" })).data, after);
		expect(titles.map(({ title }) => title)).not.toContain("Soon");
		for (const [one, words] of [
			[ids[0]!, /no longer waits/],
			[ids[1]!, /has ended/],
		] as const) {
			await expect(as(org, "user", (ctx) => decideApproval(ctx, one, { isYes: true }), after)).rejects.toMatchObject({
				...{ status: 409, message: expect.stringMatching(words) },
			});
		}
	});

	it("FLOW-1 what a race called off is asked of nobody, and cannot be decided", async () => {
		const { id } = await publish(
			org,
			{
				ask: ["approval", { title: "Raced" }],
				quick: ["transform", { values: [{ name: "n", value: "1" }] }],
				race: ["race"],
				wait: ["wait", {}],
			},
			["start>ask", "start>quick", "ask.approved>race", "quick>race", "race>wait"],
		);
		await begin(org, id);
		await runJobs();
		expect((await open("manager")).map(({ title }) => title)).not.toContain("Raced");
		const { data } = await as(org, "manager", async (ctx) => ({
			data: await ctx.db.selectFrom("approvals").select("id").where("title", "=", "Raced").execute(),
		}));
		await expect(as(org, "manager", (ctx) => decideApproval(ctx, data[0]!.id, { isYes: true }))).rejects.toMatchObject({
			status: 409,
		});
	});

	describe("FLOW-1 the text that an approval shows", () => {
		const drafted = (more: object = {}) =>
			publish(
				org,
				{
					draft: ["transform", { values: [{ name: "text", value: "'Hello ' + trigger.name" }] }],
					ask: ["approval", { title: "Right?", text: "{{ steps.draft.text }}", role: "user", ...more }],
					done: ["end", { result: "steps.ask" }],
					late: ["end", { result: "steps.ask" }],
				},
				["start>draft", "draft>ask", "ask.approved>done", "ask.late>late", "ask.declined>late"],
			);
		const asking = async (more: object = {}, now?: Date) => {
			const { id } = await drafted(more);
			const run = await begin(org, id, { name: "Ann" });
			await runJobs(now);
			const asked = (await open("user")).find(({ runId }) => runId === run)!;
			return { run, id: asked.id };
		};
		const change = (id: string, text: string, version: number, role: "user" | "manager" | "viewer" = "user") =>
			as(org, role, (ctx) => changeApprovalText(ctx, id, { text, version }));
		const textOf = async (id: string) => (await as(org, "user", (ctx) => getApproval(ctx, id))).text;

		it("FLOW-1 is changed by who decides, read by later steps, and on record as it was", async () => {
			const { run, id } = await asking();
			expect(await textOf(id)).toMatchObject({ now: "Hello Ann", original: "Hello Ann", version: 1, changedBy: null });
			await expect(
				as(org, "user", (ctx) => decideApproval(ctx, id, { isYes: true, text: "Not read" })),
			).rejects.toMatchObject({ status: 422 });
			await as(org, "user", (ctx) =>
				decideApproval(ctx, id, { isYes: true, text: "Dear Ann,\r\nyes.", textVersion: 1 }),
			);
			await runJobs();
			const { name } = org.members.user;
			expect((await runOf(org, run)).output).toMatchObject({
				...{ decision: "approved", text: "Dear Ann,\nyes.", original: "Hello Ann", changedBy: name },
			});
			expect(await textOf(id)).toMatchObject({ now: "Dear Ann,\nyes.", original: "Hello Ann", version: 2 });
			const [event] = await as(org, "admin", (ctx) =>
				ctx.db
					.selectFrom("events")
					.select(["actor_name", "changes"])
					.where("name", "=", "approval.text-changed")
					.where("subject_id", "=", id)
					.execute(),
			);
			expect(event).toMatchObject({ actor_name: name, changes: { text: ["Hello Ann", "Dear Ann,\nyes."] } });
			await expect(change(id, "Later", 2)).rejects.toMatchObject({ status: 409 });
		});

		it("FLOW-1 of two who change it the second is told, with the text of now; twenty at once change it once", async () => {
			const { id } = await asking();
			await change(id, "By the first", 1);
			const second = as(org, "manager", (ctx) =>
				decideApproval(ctx, id, { isYes: true, text: "By the second", textVersion: 1 }),
			);
			await expect(second).rejects.toMatchObject({ status: 409, data: { text: "By the first", version: 2 } });
			// Who changed nothing has read another text all the same.
			const unread = as(org, "manager", (ctx) => decideApproval(ctx, id, { isYes: true, textVersion: 1 }));
			await expect(unread).rejects.toMatchObject({ status: 409 });
			const many = await Promise.allSettled(Array.from({ length: 20 }, (_each, n) => change(id, `Number ${n}`, 2)));
			expect(many.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
			expect(await textOf(id)).toMatchObject({ version: 3, original: "Hello Ann" });
			expect((await open("user")).find((one) => one.id === id)).toMatchObject({ state: "open", given: 0 });
		});

		it("FLOW-1 a yes is to the text that was read: who gave it is asked again once it is another", async () => {
			const { id, run } = await asking({ needed: 2 });
			const yes = (role: "user" | "manager", textVersion: number) =>
				as(org, role, (ctx) => decideApproval(ctx, id, { isYes: true, textVersion }));
			expect(await yes("user", 1)).toEqual({ state: "open" });
			await change(id, "Dear Ann", 1, "manager");
			expect(await as(org, "user", (ctx) => getApproval(ctx, id))).toMatchObject({ given: 0, isMine: true });
			expect(await yes("user", 2)).toEqual({ state: "open" });
			expect(await yes("manager", 2)).toEqual({ state: "approved" });
			await runJobs();
			expect((await runOf(org, run)).output).toMatchObject({ text: "Dear Ann" });
		});

		it("FLOW-1 nobody changes it who does not decide it, nor where there is none; in time's end it is as it was", async () => {
			const { id, run } = await asking({ role: "manager", days: 1 });
			const stranger = await makeOrg("Strangers");
			await expect(change(id, "x", 1)).rejects.toMatchObject({ status: 403 });
			await expect(change(id, "x", 1, "viewer")).rejects.toMatchObject({ status: 403 });
			for (const one of [id, "none"]) {
				await expect(
					as(stranger, "owner", (ctx) => changeApprovalText(ctx, one, { text: "x", version: 1 })),
				).rejects.toMatchObject({ status: 404 });
			}
			await expect(change(id, "x".repeat(50_001), 1, "manager")).rejects.toMatchObject({ status: 422 });
			await runJobs(later(2 * DAY));
			expect((await runOf(org, run)).output).toMatchObject({ decision: "late", text: "Hello Ann" });
			const plain = await ask("No text", "user");
			await begin(org, plain.id);
			await runJobs();
			const none = (await open("user")).find(({ title }) => title === "No text")!;
			await expect(change(none.id, "x", 1)).rejects.toMatchObject({ status: 422 });
			await as(org, "user", (ctx) => decideApproval(ctx, none.id, { isYes: true }));
		});
	});
});
