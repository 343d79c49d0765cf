import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { loader } from "#app/routes/crm/exports/export-list.ts";
import { PLAIN_LISTS } from "#app/routes/crm/exports/plain-lists.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";

const FORMULA = "=1+cmd|' /C calc'!A0";

describe("CRM-3: every list is taken along", () => {
	let org: TestOrg;
	const cookies = {} as Record<"user" | "viewer" | "stranger", string>;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookies.user = await cookieOf(org, "user");
		cookies.viewer = await cookieOf(org, "viewer");
		cookies.stranger = await cookieOf(await makeOrg("Other firm"), "owner");
		await as(org, "user", async (ctx) => {
			const rows = Array.from({ length: 501 }, (_, at) => ({ org_id: org.id, id: newId(), title: `Task ${at}` }));
			await ctx.db.insertInto("tasks").values(rows).execute();
			await createTask(ctx, { title: FORMULA, dueDate: "2027-01-01", assignedTo: org.members.user.id });
		});
		const lead = await makeLead(org, { locationId: await makeLocation(org) });
		await as(org, "owner", async ({ db, org: org_id }) => {
			const contact_id = lead.contactId;
			await db
				.updateTable("contacts")
				.set({ first_name: FORMULA, last_name: "" })
				.where("id", "=", contact_id)
				.execute();
			const message = { org_id, contact_id, author_kind: "system" as const, channel: "email" as const };
			await db
				.insertInto("messages")
				.values({ ...message, id: newId(), direction: "out", state: "held", subject: FORMULA, to_address: "a@b.test" })
				.execute();
			const conversation = newId();
			await db
				.insertInto("conversations")
				.values({ org_id, id: conversation, contact_id, subject: FORMULA, last_message_at: new Date() })
				.execute();
			await db
				.insertInto("messages")
				.values({
					...message,
					...{ id: newId(), conversation_id: conversation, direction: "in", state: "received", body_text: FORMULA },
				})
				.execute();
		});
	});
	const read = async (path: string, cookie = cookies.user) => {
		const answer = (await loader(
			argsFor({ cookie, path: `/exports/${path}`, params: { type: path.split("?")[0]! } }),
		)) as Response;
		return { text: await answer.text(), name: answer.headers.get("content-disposition") };
	};
	const json = async (path: string, cookie?: string) =>
		JSON.parse((await read(`${path}${path.includes("?") ? "&" : "?"}format=json`, cookie)).text) as Record<
			string,
			unknown
		>[];

	test("CRM-3: tasks go whole over many chunks, in their list's order and by its filters, as CSV and JSON", async () => {
		const all = await json("tasks");
		expect(all).toHaveLength(502);
		expect(all[0]).toMatchObject({ title: FORMULA, state: "Open", dueDate: "2027-01-01", assignedTo: "The user" });
		expect(new Set(all.map(({ id }) => id)).size).toBe(502);
		expect(await json("tasks?who=me")).toHaveLength(1);
		expect(await json("tasks?state=done")).toEqual([]);
		const { text, name } = await read("tasks?who=me");
		expect(name).toBe('attachment; filename="tasks.csv"');
		const [head, line] = text.replace("\ufeff", "").split("\r\n");
		expect(head).toBe("Id,Title,State,Priority,Assigned to,Due,About,About (id),Made,Closed");
		expect(line).toContain(`,'${FORMULA},Open,`);
	});

	test.each(["leads", "outbox", "conversations"] as const)(
		"CRM-3: %s are taken along as their page reads them, formulas made text, nothing of another firm",
		async (list) => {
			const rows = await json(list);
			expect(rows.length).toBeGreaterThan(0);
			expect(Object.values(rows[0]!)).toContain(FORMULA);
			const { text } = await read(list);
			expect(text).toContain(`,'${FORMULA}`);
			expect(text).not.toMatch(/(?:^|,)"?=1/m);
			expect(await json(list, cookies.stranger)).toEqual([]);
		},
	);

	test("CRM-3: documents too, and every list is written to the log once, with what it was narrowed by", async () => {
		expect(await json("documents")).toEqual([]);
		expect((await read("documents")).text).toContain("Id,Title,Collection,Kind,State,Reason,Pages");
		await read("outbox?state=held");
		const rows = await as(org, "owner", ({ db }) =>
			db
				.selectFrom("events")
				.select("data")
				.where("name", "=", "records.exported")
				.orderBy("id", "desc")
				.limit(1)
				.execute(),
		);
		expect(rows[0]!.data).toMatchObject({ records: "outbox", state: "held", format: "csv" });
	});

	test("CRM-3: a viewer takes nothing along, and what is no list is not found", async () => {
		for (const list of Object.keys(PLAIN_LISTS)) {
			const args = argsFor({ cookie: cookies.viewer, path: `/exports/${list}`, params: { type: list } });
			expect((await answerOf(loader(args))).status).toBe(403);
		}
		for (const list of ["constructor", "members"]) {
			const args = argsFor({ cookie: cookies.user, path: `/exports/${list}`, params: { type: list } });
			expect((await answerOf(loader(args))).status).toBe(404);
		}
	});
});
