import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { suggestPrompts } from "#app/domain/assistant/member/threads/suggest-prompts.ts";
import { askQuestion } from "#app/domain/assistant/member/turns/ask-question.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { providers, setProviders } from "#app/providers/open.ts";
import * as list from "#app/routes/assistant/assistant.tsx";
import { action as decide } from "#app/routes/assistant/proposal.ts";
import * as page from "#app/routes/assistant/thread.tsx";
import { action as press } from "#app/routes/assistant/thread-answer.ts";
import { loader as stream } from "#app/routes/assistant/thread-stream.ts";
import { action as rename } from "#app/routes/assistant/thread-title.ts";
import { action as trash } from "#app/routes/assistant/thread-trash.ts";
import { inOrg } from "#db/context.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import type { ModelStandIn } from "#tests/standins/model-server.ts";
import { OPENAI_KEY, startOpenAi } from "#tests/standins/openai.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";

let org: TestOrg;
let cookie: string;

beforeAll(async () => void (await openTestHouse()));
beforeEach(async () => {
	setProviders({ ...providers(), models: openModels({ providers: [], order: [] }) });
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
});

type Shown = Awaited<ReturnType<typeof page.loader>>;

const show = (id: string, by = cookie): Promise<Shown> =>
	page.loader(argsFor({ cookie: by, path: `/assistant/${id}`, params: { id } }));

/** Posts to an action of a conversation; where it leads and what it says. */
const post = (action: (args: never) => Promise<unknown>, id: string, fields: Record<string, string>, by = cookie) =>
	answerOf(action(argsFor({ cookie: by, path: `/assistant/${id}`, params: { id }, fields })));

/** A new conversation by the form of the assistant's page; its id. */
async function start(text: string, by = cookie): Promise<string> {
	const fields = { key: newId(), text };
	const done = await answerOf(list.action(argsFor({ cookie: by, path: "/assistant", fields })));
	return /^\/assistant\/([0-9a-f-]{36})#m-/.exec(done.to ?? "")?.[1] ?? `not asked: ${JSON.stringify(done)}`;
}

const say = (id: string, text: string, more: Record<string, string> = {}) =>
	post(page.action, id, { key: newId(), text, ...more });
const lastOf = async (id: string) => (await show(id)).thread.messages.at(-1)!;

describe("the assistant's pages", () => {
	test("CHAT-1: asked without a script the answer stands on the page that the post leads to, and in the list", async () => {
		const id = await start("show pending intakes");
		expect((await show(id)).thread.messages).toMatchObject([
			{ role: "member", body: "show pending intakes" },
			{ role: "assistant", state: "done", body: "Nothing waits for the team." },
		]);
		const { data } = await list.loader(argsFor({ cookie, path: "/assistant?q=pending" }));
		expect(data.map((one) => one.id)).toEqual([id]);
		expect((await list.loader(argsFor({ cookie, path: "/assistant?q=zebra" }))).data).toEqual([]);
	});

	test("CHAT-1: the same form sent twice asks once; other words under its key are another question", async () => {
		const id = await start("help");
		const key = newId();
		for (const text of ["my tasks", "my tasks", "my appointments"]) await post(page.action, id, { key, text });
		expect((await show(id)).thread.messages.filter(({ role }) => role === "member").map(({ body }) => body)).toEqual([
			"help",
			"my tasks",
			"my appointments",
		]);
	});

	test("CHAT-1: an empty question is refused on the same page", async () => {
		const id = await start("help");
		expect(await say(id, "  ")).toMatchObject({
			status: 422,
			reply: { result: { error: { text: ["Write a question first."] } } },
		});
	});

	test("CHAT-1: renamed, deleted, brought back by the message's button", async () => {
		const id = await start("help");
		await post(rename, id, { title: "Help me" });
		expect((await show(id)).thread.title).toBe("Help me");
		const gone = await post(trash, id, { act: "trash" });
		expect(gone).toMatchObject({
			to: "/assistant",
			flash: { undo: { action: `/assistant/${id}/trash`, act: "restore" } },
		});
		expect((await list.loader(argsFor({ cookie, path: "/assistant" }))).data).toEqual([]);
		expect((await show(id)).thread.isTrashed).toBe(true);
		await post(trash, id, { act: "restore" });
		expect((await show(id)).thread.isTrashed).toBe(false);
	});

	test("CHAT-1: stopped and tried again by their buttons", async () => {
		const { id: memberId, name, userId } = org.members.user;
		const actor = { kind: "member", id: memberId, name, role: "user", userId } as const;
		const asked = await inOrg({ org: org.id, actor, requestId: newId() }, (ctx) =>
			askQuestion(ctx, { text: "help", key: newId() }),
		);
		const id = asked.threadId;
		expect((await lastOf(id)).state).toBe("writing");
		expect(await post(press, id, { act: "stop" })).toMatchObject({ flash: { message: "The answer is stopped." } });
		expect((await lastOf(id)).state).toBe("stopped");
		await post(press, id, { act: "retry" });
		expect(await lastOf(id)).toMatchObject({ id: asked.answerId, state: "done" });
		await post(press, id, { act: "good", message: asked.answerId });
		expect((await lastOf(id)).verdict).toBe("good");
	});

	test("CHAT-2: a proposal is confirmed by its button, or by a word of who saw it", async () => {
		const tasks = () => as(org, "user", ({ db }) => db.selectFrom("tasks").select("title").orderBy("id").execute());
		const id = await start("remind me to order film");
		const [proposal] = (await lastOf(id)).proposals;
		const args = { cookie, path: `/assistant/proposals/x?thread=${id}`, params: { proposal: proposal!.id } };
		const done = await answerOf(decide(argsFor({ ...args, fields: { act: "confirm" } })));
		expect(done).toMatchObject({ to: `/assistant/${id}`, flash: { message: "The task “Order film” is created." } });
		await say(id, "remind me to sweep");
		const [second] = (await lastOf(id)).proposals;
		await say(id, "yes");
		expect(await tasks()).toHaveLength(1);
		await say(id, "yes", { seen: `${second!.id} nonsense` });
		expect(await tasks()).toEqual([{ title: "Order film" }, { title: "Sweep" }]);
	});

	test("CHAT-1: another member and another organisation find nothing of it and change nothing in it", async () => {
		const id = await start("remind me to order film");
		const [proposal] = (await lastOf(id)).proposals;
		const answerId = (await lastOf(id)).id;
		for (const stranger of [await cookieOf(org, "owner"), await cookieOf(await makeOrg(), "user")]) {
			await expect(show(id, stranger)).rejects.toMatchObject({ status: 404 });
			const place = { id, answer: answerId };
			await expect(stream(argsFor({ cookie: stranger, path: "/x", params: place }))).rejects.toMatchObject({
				status: 404,
			});
			const posts: [(args: never) => Promise<unknown>, Record<string, string>][] = [
				[page.action, { key: newId(), text: "yes", seen: proposal!.id }],
				[rename, { title: "Mine" }],
				[trash, { act: "trash" }],
				[press, { act: "stop" }],
				[press, { act: "retry" }],
				[press, { act: "bad", message: answerId }],
			];
			for (const [action, fields] of posts) await post(action, id, fields, stranger).catch(() => undefined);
			const args = { cookie: stranger, path: "/x", params: { proposal: proposal!.id } };
			for (const act of ["confirm", "decline"])
				await answerOf(decide(argsFor({ ...args, fields: { act } }))).catch(() => undefined);
			expect((await list.loader(argsFor({ cookie: stranger, path: "/assistant" }))).data).toEqual([]);
		}
		const { thread } = await show(id);
		expect(thread).toMatchObject({ title: "remind me to order film", isTrashed: false });
		expect(thread.messages).toHaveLength(2);
		expect(thread.messages[1]).toMatchObject({ verdict: null, proposals: [{ state: "proposed" }] });
	});

	test("CHAT-2: a viewer asks and reads, and is offered no change", async () => {
		const viewer = await cookieOf(org, "viewer");
		const id = await start("remind me to order film", viewer);
		const { thread } = await show(id, viewer);
		expect(thread.messages.at(-1)).toMatchObject({ body: "Your role does not allow that.", proposals: [] });
		const stranger = await answerOf(
			page.loader(argsFor({ cookie: "", path: `/assistant/${id}`, params: { id } })) as never,
		);
		expect(stranger.to).toMatch(/^\/sign-in/);
	});
});

describe("an answer as it is written", () => {
	let standIn: ModelStandIn;
	beforeEach(async () => {
		standIn = await startOpenAi();
		const config = {
			name: "openai",
			kind: "openai" as const,
			model: "m",
			baseUrl: `${standIn.url}/v1`,
			apiKey: OPENAI_KEY,
		};
		setProviders({ ...providers(), models: openModels({ providers: [config], order: ["openai"] }) });
	});
	afterEach(() => standIn.stop());

	test("CHAT-1: with a script the post comes back with the first words, and the page's stream goes on from there; stop ends it", async () => {
		standIn.otherwise = { fault: "hang-half" };
		const done = await answerOf(
			list.action(
				argsFor({ cookie, path: "/assistant", fields: { key: newId(), text: "Why is the sky blue?", live: "1" } }),
			),
		);
		const id = /^\/assistant\/([0-9a-f-]{36})/.exec(done.to ?? "")![1]!;
		const writing = await lastOf(id);
		expect(writing.state).toBe("writing");
		const response = await stream(argsFor({ cookie, path: "/x", params: { id, answer: writing.id } }));
		expect(response.headers.get("content-type")).toBe("text/event-stream");
		const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
		let heard = "";
		while (!heard.includes("Half of")) heard += (await reader.read()).value ?? "";
		expect(heard).toMatch(/^event: text\ndata: \{"text":"Half of/);
		await post(press, id, { act: "stop" });
		for (let part = await reader.read(); !part.done; part = await reader.read()) heard += part.value;
		expect(heard).toMatch(/event: done\ndata: .*"state":"stopped"/);
		expect(await lastOf(id)).toMatchObject({ state: "stopped", body: expect.stringMatching(/^Half of/) });
	});

	test("CHAT-1: the stream of an answer that is whole says so at once", async () => {
		standIn.replies = [{ text: "Nothing." }];
		const id = await start("show pending intakes");
		const response = await stream(argsFor({ cookie, path: "/x", params: { id, answer: (await lastOf(id)).id } }));
		expect(await response.text()).toMatch(/^event: done\n/);
	});
});

describe("CHAT-3: what may be asked", () => {
	test("CHAT-3: suggestions follow what is due, and each of them is understood", async () => {
		const quiet = await as(org, "user", (ctx) => suggestPrompts(ctx));
		expect(quiet).toContain("What is due today?");
		expect(quiet).not.toContain("Show pending intakes");
		await makeLead(org, { locationId: await makeLocation(org) });
		const prompts = await as(org, "user", (ctx) => suggestPrompts(ctx));
		expect(prompts[0]).toBe("Show pending intakes");
		expect(prompts.length).toBeLessThanOrEqual(5);
		const shown = await list.loader(argsFor({ cookie, path: "/assistant?ask=Show+pending+intakes" }));
		expect(shown).toMatchObject({ prompts, asked: "Show pending intakes" });
		for (const prompt of prompts) {
			const answer = await lastOf(await start(prompt));
			expect(answer.body, prompt).not.toMatch(/^I found nothing about that/);
		}
	});

	test("CHAT-3: “show pending intakes” tells the leads that wait, each with a link", async () => {
		await makeLead(org, { locationId: await makeLocation(org) });
		const answer = await lastOf(await start("show pending intakes"));
		expect(answer.body).toContain("1 pending intakes (new leads)");
		expect(answer.sources.map(({ href }) => href)).toContainEqual(expect.stringMatching(/^\/leads\/[0-9a-f-]{36}$/));
	});
});
