import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StreamHub } from "#app/doors/stream.ts";
import type { OpenDatabase } from "#db/client.ts";
import { Live } from "#db/live.ts";

describe("LIVE-1 the streams of a process", () => {
	let live: Live;
	let hub: StreamHub;
	let server: Server;
	const may = new Map<string, boolean | Error>();
	let questions = 0;

	beforeEach(async () => {
		// Nothing travels here, so no database is opened.
		live = new Live({ kind: "embedded" } as OpenDatabase);
		hub = new StreamHub(live);
		server = createServer((message, response) => {
			const [path, query] = message.url!.split("?");
			const [, org, who, only] = path!.split("/");
			const age = query ? Number(query) : undefined;
			const mayHear = async () => {
				questions++;
				await new Promise((resolve) => setImmediate(resolve));
				const answer = may.get(who!) ?? true;
				if (answer instanceof Error) throw answer;
				return answer;
			};
			hub.open(org!, response, mayHear, only ? { only: [only], age } : { self: `member:${who}`, age });
		}).listen(0, "127.0.0.1");
		await once(server, "listening");
	});
	afterEach(() => {
		hub.close();
		server.closeAllConnections();
		server.close();
		may.clear();
	});

	test("two organisations never hear each other, and a customer hears of their own chat only", async () => {
		const [left, right, chat] = [await open("/a/1"), await open("/b/2"), await open("/a/3/conversation:1")];
		live.publish({ org: "a", topics: ["leads", "conversation:1", "conversation:2"] });
		await expect.poll(left.text).toContain('{"topics":["leads","conversation:1","conversation:2"]}');
		await expect.poll(chat.text).toContain('{"topics":["conversation:1"]}');
		expect(chat.text()).not.toContain("leads");
		expect(right.text()).not.toContain("topics");
	});

	test("a change of very much is one word to refresh, and names no topic a customer may not know", async () => {
		const [member, chat] = [await open("/a/1"), await open("/a/2/conversation:1")];
		live.publish({ org: "a", topics: Array.from({ length: 10_000 }, (_, n) => `lead:${n}`) });
		await expect.poll(member.text).toContain("event: refresh");
		await expect.poll(chat.text).toContain('{"topics":["conversation:1"]}');
		expect(member.text().length).toBeLessThan(500);
	});

	test("UI-1 what changed while a page was loading is told when it begins to listen, in its own organisation", async () => {
		live.publish({ org: "a", topics: ["leads", "conversation:1"] });
		live.publish({ org: "b", topics: ["tasks"] });
		const [late, chat, unasked] = [await open("/a/1?5000"), await open("/a/2/conversation:1?5000"), await open("/a/3")];
		await expect.poll(late.text).toContain('{"topics":["leads","conversation:1"]}');
		await expect.poll(chat.text).toContain('{"topics":["conversation:1"]}');
		const old = await open("/a/4?31000");
		await expect.poll(old.text).toContain("event: refresh");
		expect(late.text()).not.toContain("tasks");
		expect(chat.text()).not.toContain("leads");
		expect(unasked.text()).not.toContain("topics");
	});

	test("a stream ends when its session or link has ended, and stays while the database is away", async () => {
		const [gone, stays] = [await open("/a/gone"), await open("/a/stays")];
		may.set("gone", false);
		may.set("stays", new Error("database connection lost"));
		await hub.recheck();
		await expect.poll(gone.ended).toBe(true);
		expect(stays.ended()).toBe(false);
		expect(hub.size).toBe(1);
	});

	test("what may have changed anything, again and again, asks once about each member, and still ends who may not hear", async () => {
		const tabs = await Promise.all(Array.from({ length: 30 }, (_, n) => open(`/a/${n}`)));
		questions = 0;
		for (let chunk = 0; chunk < 20; chunk++) {
			live.publish({ org: "a", topics: ["*"] });
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		expect(questions).toBeLessThanOrEqual(60);
		may.set("7", false);
		live.publish({ org: "a", topics: ["*"] });
		await expect.poll(tabs[7]!.ended, { timeout: 3_000 }).toBe(true);
		expect(hub.size).toBe(29);
	});

	test("an address holds two hundred streams and no more; another address goes on, and a closed one makes room", async () => {
		const gate = createServer((message, response) => {
			const [, who, address] = message.url!.split("/");
			hub.open("a", response, async () => true, { self: `member:${who}`, address });
		}).listen(0, "127.0.0.1");
		await once(gate, "listening");
		const ask = async (path: string) => {
			const asked = request({ port: (gate.address() as AddressInfo).port, path });
			asked.end();
			const [answer] = (await once(asked, "response")) as [IncomingMessage];
			answer.resume();
			return { status: answer.statusCode, close: () => asked.destroy() };
		};
		const opened = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(`/${n}/left`)));
		expect((await ask("/new/left")).status).toBe(429);
		expect((await ask("/new/right")).status).toBe(200);
		opened[0]!.close();
		await expect.poll(() => hub.size).toBe(200);
		expect((await ask("/new/left")).status).toBe(200);
		gate.closeAllConnections();
		gate.close();
	});

	test("one customer's chat is streamed twenty times at once and no more; others and members go on", async () => {
		const ask = async (path: string) => {
			const asked = request({ port: (server.address() as AddressInfo).port, path });
			asked.end();
			const [answer] = (await once(asked, "response")) as [IncomingMessage];
			answer.resume();
			return { status: answer.statusCode, close: () => asked.destroy() };
		};
		const opened = [];
		for (let tab = 0; tab < 20; tab++) opened.push(await ask("/a/1/conversation:1"));
		expect(opened.map(({ status }) => status)).toEqual(Array(20).fill(200));
		expect((await ask("/a/1/conversation:1")).status).toBe(429);
		expect((await ask("/a/1/conversation:2")).status).toBe(200);
		expect((await ask("/a/1")).status).toBe(200);
		opened[0]?.close();
		await expect.poll(() => hub.size).toBe(21);
		expect((await ask("/a/1/conversation:1")).status).toBe(200);
	});

	test("a client that does not read is cut off", async () => {
		const deaf = await open("/a/deaf");
		deaf.message.pause();
		deaf.message.socket.pause();
		for (let n = 0; n < 4_000 && hub.size > 0; n++) {
			live.publish({ org: "a", topics: Array.from({ length: 190 }, () => `lead:${"x".repeat(40)}`) });
			if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
		}
		await expect.poll(() => hub.size).toBe(0);
	});

	test("stopping ends them all, and none is opened after", async () => {
		const open1 = await open("/a/1");
		hub.close();
		await expect.poll(open1.ended).toBe(true);
		expect((await open("/a/2")).message.statusCode).toBe(503);
	});

	async function open(path: string) {
		const { port } = server.address() as AddressInfo;
		const asked = request({ host: "127.0.0.1", port, path, agent: false }).end();
		const [message] = (await once(asked, "response")) as [IncomingMessage];
		let text = "";
		let ended = false;
		message.on("data", (chunk) => (text += chunk));
		message.on("end", () => (ended = true));
		message.on("error", () => (ended = true));
		return { message, text: () => text, ended: () => ended };
	}
});
