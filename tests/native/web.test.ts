import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nativeDatabase } from "#tests/support/native.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

const PUBLIC = "https://crm.example.test";
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

describe("the server as a browser and an attacker meet it", () => {
	let app: AppProcess;
	let cookie: string;
	beforeAll(async () => {
		const env = {
			DATABASE_URL: await nativeDatabase(),
			SECRET_KEY: "native-web-secret-key-0123456789",
			PUBLIC_URL: PUBLIC,
		};
		app = await startApp({ role: "all", env: { ...env, DEMO_DATA: "true" }, readyWithin: 120_000 });
		// A proxy in front speaks https and sets its own Host.
		const answer = await signIn();
		cookie = answer.headers.getSetCookie().find((each) => each.startsWith("__Host-perigee="))!;
	});
	afterAll(() => app?.stop().catch(() => undefined));

	test("SEC-2 a session's cookie is bound to the host, for https only and out of scripts' reach", () => {
		for (const part of ["__Host-perigee=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"])
			expect(cookie).toContain(part);
		expect(cookie).not.toContain("Domain");
	});

	test("SEC-2 pages of people, their data requests and errors are not cached, and bear policy and request id", async () => {
		for (const path of [
			"/today",
			"/today.data",
			"/leads",
			"/nothing",
			"/api/nothing",
			"/events/nothing",
			"//evil.test",
		]) {
			const { status, headers } = await get(path, { cookie: pair() });
			expect([path, status < 500]).toEqual([path, true]);
			expect([path, headers.get("cache-control")]).toEqual([path, "no-store"]);
			expect(headers.get("content-security-policy")).toContain("'nonce-");
			expect(headers.get("strict-transport-security")).toContain("max-age=");
			expect(headers.get("x-request-id")).toHaveLength(36);
			expect(headers.get("x-content-type-options")).toBe("nosniff");
		}
	});

	test("SEC-2 every script of a page bears the nonce of its own answer", async () => {
		for (const path of ["/sign-in", "/today", "/leads"]) {
			const answer = await get(path, { cookie: path === "/sign-in" ? "" : pair() });
			const page = await answer.text();
			const nonce = /'nonce-([\w-]+)'/.exec(answer.headers.get("content-security-policy")!)![1];
			expect(answer.status).toBe(200);
			for (const [, found] of page.matchAll(/<script[^>]*?(?: nonce="([^"]*)")?[^>]*>/g))
				expect(found ?? nonce).toBe(nonce);
			expect(page.match(/<script(?![^>]*nonce=)[^>]*>/g) ?? []).toEqual([]);
			expect(page).not.toMatch(/ on(click|load|error)="/);
		}
	});

	test("SEC-1 data requests and hostile hosts meet the same gates", async () => {
		const stranger = await get("/leads.data", {});
		expect(await stranger.text()).toContain("/sign-in?next=%2Fleads");
		const forged = await get("/sign-in", { "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "http" });
		expect(await forged.text()).not.toContain("evil.test");
		const foreign: Record<string, string>[] = [
			{ "Sec-Fetch-Site": "cross-site" },
			{ Origin: "null" },
			{ Origin: "http://crm.example.test" },
			{},
		];
		for (const headers of foreign) {
			const answer = await fetch(`${app.url}/sign-out.data`, {
				method: "POST",
				headers: { ...headers, cookie: pair() },
			});
			expect(answer.status).toBe(403);
		}
		expect((await get("/today", { cookie: pair() })).status).toBe(200);
	});

	test("SEC-1 a form is taken behind a proxy, whatever host it names", async () => {
		expect((await signIn({ "X-Forwarded-Host": "evil.test" })).status).toBe(303);
	});

	test("LIVE-1 a stream tells a member, not a stranger, and ends within half a minute of signing out", async () => {
		expect((await get("/events/stream", {})).status).toBe(401);
		const own = (await signIn()).headers
			.getSetCookie()
			.find((each) => each.startsWith("__Host-perigee="))!
			.split(";")[0]!;
		const stream = await get("/events/stream", { cookie: own });
		expect(stream.headers.get("content-type")).toBe("text/event-stream");
		await fetch(`${app.url}/sign-out`, {
			method: "POST",
			headers: { Origin: PUBLIC, cookie: own },
			redirect: "manual",
		});
		const began = performance.now();
		expect(await stream.text()).toContain("event: hello");
		expect(performance.now() - began).toBeLessThan(30_000);
	});

	test("OPS-1 requests that are no HTTP are answered and end", async () => {
		expect(await raw("GET / HTTP/1.1\r\n\r\n")).toContain("400 Bad Request");
		expect(
			await raw(
				"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			),
		).toContain("400");
		expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`)).toContain("431");
		expect(await raw("TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toContain("405");
	});

	test("OPS-1 an answer before the whole body has come says that the connection ends, so that no next request is lost", async () => {
		const post = (path: string) =>
			`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1500000\r\n\r\n{`;
		for (const path of ["/api/leads", "/api/nothing", "/leads/new"]) {
			const [head] = (await raw(post(path))).toLowerCase().split("\r\n\r\n");
			expect([path, head]).toEqual([path, expect.stringContaining("\r\nconnection: close")]);
		}
	});

	test("ID-1 the page that refuses whoever guesses too often says when to try again", async () => {
		let last: Response | undefined;
		for (let index = 0; index < 12; index++) last = await signIn({}, "guess@nobody.test");
		expect(last?.status).toBe(429);
		expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
		let page: Response | undefined;
		for (let index = 0; index < 25; index++) page = await get(`/chat/${"x".repeat(43)}`, {});
		expect(page?.status).toBe(429);
		expect(Number(page?.headers.get("retry-after"))).toBeGreaterThan(0);
	});

	test("OPS-1 SIGTERM is obeyed although a stream is open and a client never finishes its request", async () => {
		const stream = await get("/events/stream", { cookie: pair() });
		const half = connect(Number(new URL(app.url).port), "127.0.0.1");
		half.on("error", () => undefined);
		half.write("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nab");
		await sleep(200);
		const began = performance.now();
		expect(await app.kill("SIGTERM")).toBe(0);
		expect(performance.now() - began).toBeLessThan(20_000);
		await stream.text().catch(() => undefined);
		half.destroy();
	});

	const pair = () => cookie.split(";")[0]!;

	function get(path: string, headers: Record<string, string>): Promise<Response> {
		return fetch(app.url + path, { headers, redirect: "manual" });
	}
	function signIn(headers: Record<string, string> = {}, email = "owner@demo.perigee.test"): Promise<Response> {
		const body = new URLSearchParams({ email, password: "perigee-demo" });
		return fetch(`${app.url}/sign-in`, {
			method: "POST",
			headers: { ...FORM, Origin: PUBLIC, ...headers },
			body,
			redirect: "manual",
		});
	}
	function raw(text: string): Promise<string> {
		return new Promise((resolve, reject) => {
			const socket = connect(Number(new URL(app.url).port), "127.0.0.1", () => socket.write(text));
			let answer = "";
			socket.on("data", (chunk) => (answer += chunk));
			socket.on("close", () => resolve(answer));
			socket.on("error", () => resolve(answer));
			socket.setTimeout(10_000, () => reject(new Error("silence")));
		});
	}
});
