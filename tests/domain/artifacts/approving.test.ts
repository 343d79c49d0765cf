import { beforeAll, describe, expect, it } from "vitest";
import { askApproval } from "#app/domain/artifacts/approving/ask-approval.ts";
import { decideApproval } from "#app/domain/artifacts/approving/decide-approval.ts";
import { saveLimits } from "#app/domain/artifacts/approving/save-limits.ts";
import { getArtifact, listVersions } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import { house } from "#db/context.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
let other: TestOrg;
let accountId: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
	({ accountId } = await makePlay(org, { name: "Orchard & Sons" }));
});

const content = (upliftPercent: number) => ({
	...{ currency: "USD", years: 3, upliftPercent },
	lines: [{ key: "plan", name: "Plan", currentCents: 5_000_000 }],
});
const offer = async (uplift: number) =>
	(await as(org, "user", (ctx) => createArtifact(ctx, { kind: "pricing", accountId, content: content(uplift) }))).id;
const ask = (id: string, version = 1, memberId = org.members.manager.id) =>
	as(org, "user", (ctx) => askApproval(ctx, id, { version, memberId }));
const decide = (id: string, decision: "approve" | "reject", more: object = {}, role: "manager" | "user" = "manager") =>
	as(org, role, (ctx) => decideApproval(ctx, id, { version: 1, decision, ...more }));
const read = (id: string, number?: number) => as(org, "viewer", (ctx) => getArtifact(ctx, id, number));
const taskOf = async (taskId: string) =>
	as(org, "owner", ({ db }) => db.selectFrom("tasks").selectAll().where("id", "=", taskId).executeTakeFirstOrThrow());

describe("approval of a price", () => {
	it("SUCCESS-7 an uplift above the limit waits for a manager, who has a task, and is approved by name", async () => {
		const id = await offer(12);
		expect((await read(id)).approval).toBeNull();
		expect(await ask(id)).toEqual({ isNew: true });
		expect(await ask(id)).toEqual({ isNew: false });
		const waiting = (await read(id)).approval!;
		expect(waiting).toMatchObject({ state: "waiting", reasons: ["An uplift of 12 % is above the limit of 10 %."] });
		const task = await taskOf(waiting.taskId!);
		expect(task).toMatchObject({ member_id: org.members.manager.id, state: "open", priority: "high" });
		await decide(id, "approve", { note: "For the term." });
		const { approval } = await read(id);
		expect(approval).toMatchObject({
			state: "approved",
			note: "For the term.",
			by: expect.any(String),
			at: expect.any(String),
		});
		expect((await taskOf(waiting.taskId!)).state).toBe("done");
		await expect(decide(id, "reject", { note: "No." })).rejects.toMatchObject({ status: 409 });
	});

	it("SUCCESS-7 who may not approve is refused in words, and nothing is decided", async () => {
		const id = await offer(12);
		await ask(id);
		const refused = decide(id, "approve", {}, "user");
		await expect(refused).rejects.toMatchObject({
			status: 403,
			message: expect.stringContaining("a manager's to decide"),
		});
		expect((await read(id)).approval?.state).toBe("waiting");
		await expect(ask(await offer(12), 1, org.members.user.id)).rejects.toMatchObject({
			fields: { memberId: ["Choose a manager, an administrator or an owner."] },
		});
	});

	it("SUCCESS-7 approval holds for exactly that version: another one is a draft again", async () => {
		const id = await offer(12);
		await ask(id);
		await decide(id, "approve");
		await as(org, "user", (ctx) => saveArtifact(ctx, id, { version: 1, content: content(15) }));
		expect((await read(id)).approval).toBeNull();
		expect((await read(id, 1)).approval?.state).toBe("approved");
		await expect(decide(id, "approve")).rejects.toMatchObject({ status: 409 });
		const versions = await as(org, "viewer", (ctx) => listVersions(ctx, id));
		expect(versions.data.map(({ approval }) => approval)).toEqual([null, "approved"]);
	});

	it("SUCCESS-7 what was asked of a version that is no longer the newest is withdrawn with its task", async () => {
		const id = await offer(12);
		await ask(id);
		const { taskId } = (await read(id)).approval!;
		await as(org, "user", (ctx) => saveArtifact(ctx, id, { version: 1, content: content(11) }));
		expect((await read(id, 1)).approval).toBeNull();
		expect((await taskOf(taskId!)).state).toBe("skipped");
	});

	it("SUCCESS-7 a rejection says why; within the limits nobody is asked; nobody asked, nothing is decided", async () => {
		const id = await offer(12);
		await expect(decide(id, "approve")).rejects.toMatchObject({ status: 409 });
		await ask(id);
		await expect(decide(id, "reject")).rejects.toMatchObject({ status: 422, fields: { note: expect.anything() } });
		await decide(id, "reject", { note: "Too steep." });
		expect((await read(id)).approval).toMatchObject({ state: "rejected", note: "Too steep." });
		await expect(ask(await offer(10))).rejects.toMatchObject({ status: 409 });
	});

	it("SUCCESS-7 who asked does not decide, by whatever name they come, unless nobody else may", async () => {
		const id = await offer(12);
		const asManager = <T>(fn: Parameters<typeof as<T>>[2], of = org) => as<T>(of, "manager", fn);
		const self = org.members.manager.id;
		await expect(asManager((ctx) => askApproval(ctx, id, { version: 1, memberId: self }))).rejects.toMatchObject({
			status: 422,
			fields: { memberId: ["Another has to decide what you ask for. Choose somebody else."] },
		});
		await asManager((ctx) => askApproval(ctx, id, { version: 1, memberId: org.members.owner.id }));
		await expect(decide(id, "approve")).rejects.toMatchObject({
			status: 403,
			message: expect.stringContaining("another has to decide"),
		});
		expect((await read(id)).approval?.state).toBe("waiting");
		await as(org, "owner", (ctx) => decideApproval(ctx, id, { version: 1, decision: "approve" }));
		expect((await read(id)).approval?.state).toBe("approved");
		const small = await makeOrg("One manager");
		await house().database.owner.query(
			"update memberships set role = 'user' where org_id = $1 and role in ('owner', 'admin')",
			[small.id],
		);
		const theirs = await makePlay(small, { name: "Theirs" });
		const alone = await asManager(async (ctx) => {
			const { id } = await createArtifact(ctx, { kind: "pricing", accountId: theirs.accountId, content: content(12) });
			await askApproval(ctx, id, { version: 1, memberId: small.members.manager.id });
			await decideApproval(ctx, id, { version: 1, decision: "approve" });
			return getArtifact(ctx, id);
		}, small);
		expect(alone.approval?.state).toBe("approved");
	});

	it("SUCCESS-7 two managers at once: one decides", async () => {
		const id = await offer(12);
		await ask(id);
		const both = await Promise.allSettled([decide(id, "approve"), decide(id, "reject", { note: "No." })]);
		expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
	});

	it("SUCCESS-7 the limits are the organisation's own, set by a manager, and another organisation's are its own", async () => {
		const limits = { leastUplift: 5, mostUplift: 12, mostDiscount: 2.5 };
		const set = (role: "user" | "manager", version: number) =>
			as(org, role, (ctx) => saveLimits(ctx, { version, limits }));
		await expect(set("user", 0)).rejects.toMatchObject({ status: 403 });
		expect(await set("manager", 0)).toBe(true);
		expect(await set("manager", 1)).toBe(false);
		await expect(set("manager", 0)).rejects.toMatchObject({ status: 409 });
		await expect(ask(await offer(12))).rejects.toMatchObject({ status: 409 });
		expect(await ask(await offer(4))).toEqual({ isNew: true });
		const theirs = await makePlay(other, { name: "Theirs" });
		const { id } = await as(other, "user", (ctx) =>
			createArtifact(ctx, { kind: "pricing", accountId: theirs.accountId, content: content(12) }),
		);
		const asked = as(other, "user", (ctx) => askApproval(ctx, id, { version: 1, memberId: other.members.manager.id }));
		expect(await asked).toEqual({ isNew: true });
		await expect(decide(id, "approve")).rejects.toMatchObject({ status: 404 });
		await expect(ask(id)).rejects.toMatchObject({ status: 404 });
		const ours = await offer(4);
		const asksOther = as(org, "user", (ctx) =>
			askApproval(ctx, ours, { version: 1, memberId: other.members.manager.id }),
		);
		await expect(asksOther).rejects.toMatchObject({ fields: { memberId: expect.anything() } });
	});
});
