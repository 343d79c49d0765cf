import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { answerLeadChat } from "#app/domain/assistant/answer-lead-chat.ts";
import { getChat } from "#app/domain/assistant/conversations/chat-queries.ts";
import { listConversations } from "#app/domain/assistant/conversations/conversation-queries.ts";
import { markChat } from "#app/domain/assistant/conversations/mark-chat.ts";
import {
	handBackConversation,
	takeOverConversation,
} from "#app/domain/assistant/conversations/take-over-conversation.ts";
import { writeInChat } from "#app/domain/assistant/conversations/write-in-chat.ts";
import { receiveChatLine } from "#app/domain/assistant/receive-chat-line.ts";
import { listTaskEvents } from "#app/domain/crm/tasks/task-queries.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { providers } from "#app/providers/open.ts";
import type { Actor, Ctx } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { type Customer, makeShop, NOW, type Shop } from "./shop.ts";

describe("members and the customers' chats", () => {
	let shop: Shop;
	let other: TestOrg;
	let ann: Customer;
	beforeAll(async () => {
		await openTestHouse();
		shop = await makeShop();
		other = await makeOrg("Another firm");
		ann = await shop.customer();
		await ann.says("how much is chrome delete?");
	});

	const COMMANDS: [string, (ctx: Ctx, id: string) => Promise<unknown>][] = [
		["takeOverConversation", takeOverConversation],
		["handBackConversation", handBackConversation],
		["writeInChat", (ctx, conversationId) => writeInChat(ctx, { conversationId, text: "hi", key: newId() })],
	];

	test.each(COMMANDS)("Tenants %s is 404 for another organisation and 403 for a viewer", async (_name, command) => {
		const before = await ann.thread();
		await expect(as(other, "owner", (ctx) => command(ctx, ann.conversationId))).rejects.toMatchObject({ status: 404 });
		await expect(as(shop.org, "user", (ctx) => command(ctx, newId()))).rejects.toMatchObject({ status: 404 });
		await expect(as(shop.org, "viewer", (ctx) => command(ctx, ann.conversationId))).rejects.toMatchObject({
			status: 403,
		});
		expect(await ann.thread()).toEqual(before);
	});

	test("Tenants a conversation is read by its organisation and its customer alone", async () => {
		const bob = await shop.customer("Bob");
		const read = (ctx: Ctx) => getChat(ctx, ann.conversationId);
		await expect(as(other, "owner", read)).rejects.toMatchObject({ status: 404 });
		await expect(asActor(shop.org.id, bob.actor, read)).rejects.toMatchObject({ status: 404 });
		await expect(
			asActor(shop.org.id, bob.actor, (ctx) => markChat(ctx, ann.conversationId, "seen")),
		).rejects.toMatchObject({
			status: 404,
		});
		expect((await asActor(shop.org.id, ann.actor, read)).lines).toHaveLength(2);
		expect((await as(other, "owner", (ctx) => listConversations(ctx, {}))).data).toEqual([]);
	});

	test("AUDIT-1 what a customer writes in the chat is on record as theirs, what is answered as the assistant's", async () => {
		const events = await as(shop.org, "owner", ({ db }) =>
			db
				.selectFrom("events")
				.select(["name", "actor_kind", "actor_name"])
				.where("parent_id", "=", ann.conversationId)
				.where("name", "like", "message.%")
				.orderBy("id")
				.execute(),
		);
		expect(events.map(({ name, actor_kind }) => [name, actor_kind])).toEqual([
			["message.received", "customer"],
			["message.sent", "system"],
		]);
	});

	test("Tenants nobody posts into another organisation's conversation", async () => {
		const line = { conversationId: ann.conversationId, text: "hi", key: newId() };
		await expect(asActor(other.id, ann.actor, (ctx) => receiveChatLine(ctx, line))).rejects.toMatchObject({
			status: 404,
		});
	});

	test("LEAD-6 only who has taken over writes, the same post twice once", async () => {
		const write = (ctx: Ctx, key: string) =>
			writeInChat(ctx, { conversationId: ann.conversationId, text: "Olive here", key });
		await expect(as(shop.org, "user", (ctx) => write(ctx, newId()))).rejects.toMatchObject({ status: 409 });
		await as(shop.org, "user", (ctx) => takeOverConversation(ctx, ann.conversationId));
		await expect(as(shop.org, "manager", (ctx) => write(ctx, newId()))).rejects.toMatchObject({ status: 409 });
		const key = newId();
		const first = await as(shop.org, "user", (ctx) => write(ctx, key));
		expect(await as(shop.org, "user", (ctx) => write(ctx, key))).toEqual(first);
		await as(shop.org, "user", (ctx) => handBackConversation(ctx, ann.conversationId));
		expect((await ann.says("are you open now?")).source).toBe("rules");
	});

	test("LEAD-6 the task of a customer who waits completes by itself when a member answers, and the event says why", async () => {
		const eve = await shop.customer("Eve");
		const took = (ctx: Ctx) => takeOverConversation(ctx, eve.conversationId);
		const write = (ctx: Ctx) =>
			writeInChat(ctx, { conversationId: eve.conversationId, text: "Olive here", key: newId() });
		await eve.says("talk to a human");
		await runJobs(NOW);
		await as(shop.org, "user", took);
		const task = await personTask(eve);
		expect(task.state).toBe("done");
		await as(shop.org, "user", (ctx) => updateTask(ctx, { id: task.id, completed: false }));
		await as(shop.org, "user", write);
		await as(shop.org, "user", (ctx) => updateTask(ctx, { id: task.id, completed: false }));
		await as(shop.org, "user", (ctx) => handBackConversation(ctx, eve.conversationId));
		expect((await personTask(eve)).state).toBe("done");
		const events = await as(shop.org, "viewer", (ctx) => listTaskEvents(ctx, task.id));
		expect(events.filter(({ name }) => name === "task.completed").map(({ because }) => because)).toEqual([
			"handed-back",
			"answered",
			"taken-over",
		]);
	});

	test("LEAD-6 a member who takes over before the task is made leaves none behind", async () => {
		const eve = await shop.customer("Eve");
		await eve.says("talk to a human");
		await as(shop.org, "user", (ctx) => takeOverConversation(ctx, eve.conversationId));
		await runJobs(NOW, 2);
		expect(await personTask(eve)).toBeUndefined();
	});

	test("LEAD-6 what the customer asked while a member had the chat is answered once after it is handed back", async () => {
		const hank = await shop.customer("Hank");
		const take = () => as(shop.org, "user", (ctx) => takeOverConversation(ctx, hank.conversationId));
		const back = () => as(shop.org, "user", (ctx) => handBackConversation(ctx, hank.conversationId));
		const answers = async () => (await hank.thread()).filter(({ authorKind }) => authorKind === "assistant");
		await take();
		await hank.says("how much is chrome delete?");
		await hank.says("hello?");
		await runJobs(NOW);
		expect(await answers()).toEqual([]);
		await back();
		await runJobs(new Date(), 2);
		expect(await answers()).toMatchObject([{ text: expect.stringContaining("$499.00"), isWriting: false }]);
		await take();
		await back();
		await runJobs(new Date());
		expect(await answers()).toHaveLength(1);
	});

	test("LEAD-6 nothing is answered after handing back that the member answered, or that is thanks alone", async () => {
		const iris = await shop.customer("Iris");
		const write = (ctx: Ctx) => writeInChat(ctx, { conversationId: iris.conversationId, text: "$499", key: newId() });
		await as(shop.org, "user", (ctx) => takeOverConversation(ctx, iris.conversationId));
		await iris.says("how much is chrome delete?");
		await as(shop.org, "user", write);
		await iris.says("thank you!");
		await as(shop.org, "user", (ctx) => handBackConversation(ctx, iris.conversationId));
		await runJobs(new Date());
		expect((await iris.thread()).filter(({ authorKind }) => authorKind === "assistant")).toEqual([]);
	});

	async function personTask({ conversationId }: Customer) {
		const rows = await as(shop.org, "viewer", ({ db }) =>
			db.selectFrom("tasks").select(["id", "state"]).where("dedupe_key", "=", `person:${conversationId}`).execute(),
		);
		return rows[0]!;
	}

	test("CRM-2 the list pages by key, the latest first, without gap or repeat", async () => {
		const crowd = await makeShop();
		for (let count = 0; count < 52; count++) {
			const customer = await crowd.customer(`C${count}`);
			await customer.says("hi", { now: new Date(Date.parse("2026-11-21T15:00:00Z") + (count % 7) * 1_000) });
		}
		const first = await as(crowd.org, "viewer", (ctx) => listConversations(ctx, {}));
		const second = await as(crowd.org, "viewer", (ctx) => listConversations(ctx, { cursor: first.next ?? undefined }));
		expect(first.data).toHaveLength(50);
		expect(second.next).toBeNull();
		expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(52);
		const times = [...first.data, ...second.data].map(({ lastMessageAt }) => lastMessageAt);
		expect(times).toEqual([...times].sort().reverse());
	});

	test("API POST /api/chat answers with text, provider, usage and source, within the key's scope", async () => {
		const key: Actor = { kind: "api-key", id: newId(), name: "Bot", role: "user", scopes: ["chat:write"] };
		const ask = (actor: Actor, orgId = shop.org.id, leadId = ann.leadId) =>
			answerLeadChat({ orgId, leadId, message: "how much is chrome delete?", actor }, providers().models);
		expect(await ask(key)).toMatchObject({
			response: expect.stringContaining("$499.00"),
			provider: "rules",
			model: null,
			usage: null,
			source: "rules",
		});
		await expect(ask({ ...key, scopes: ["leads:read"] })).rejects.toMatchObject({ status: 403 });
		await expect(ask(key, other.id)).rejects.toMatchObject({ status: 404 });
		await expect(ask(key, shop.org.id, "no-id")).rejects.toMatchObject({ status: 404 });
	});
});
