import { beforeAll, describe, expect, it } from "vitest";
import { decideApproval } from "#app/domain/workflows/approvals/decide-approval.ts";
import { getApproval, listApprovals } from "#app/domain/workflows/reading/approval-queries.ts";
import { cancelRun } from "#app/domain/workflows/running/change-run.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { begin, DAY, later, publish } from "../nodes/flow.ts";

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
});
