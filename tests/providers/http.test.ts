import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { insideTransaction } from "#app/base/transaction-guard.ts";
import { checkOutboundUrl, OutboundError, type OutboundInit, outboundFetch } from "#app/providers/http.ts";
import { isPublicAddress } from "#app/providers/outbound-address.ts";

let server: Server;
let base: string;
let port: number;
const seen: { method: string; url: string; host: string; body: string }[] = [];
const limits = { timeoutMs: 20_000, maxBytes: 10_000 };

beforeAll(async () => {
	server = createServer(async (request, response) => {
		let body = "";
		for await (const chunk of request) body += chunk;
		seen.push({ method: request.method!, url: request.url!, host: request.headers.host!, body });
		if (request.url === "/hang") return;
		if (request.url === "/stall") return void response.writeHead(200).write("first words");
		if (request.url === "/redirect") return void response.writeHead(307, { location: "/private" }).end();
		if (request.url === "/large") return void response.writeHead(200).end("x".repeat(10_001));
		if (request.url === "/endless") {
			response.writeHead(200, { "transfer-encoding": "chunked" });
			const timer = setInterval(() => response.write("y".repeat(1_000)), 1);
			response.on("close", () => clearInterval(timer));
			return;
		}
		if (request.url === "/cut") {
			response.writeHead(200, { "content-length": "100" }).write("half");
			return void setTimeout(() => response.destroy(), 10);
		}
		if (request.url === "/empty") return void response.writeHead(204).end();
		response.writeHead(request.url === "/missing" ? 404 : 200, { "set-cookie": ["a=1", "b=2"] }).end("hello");
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	port = (server.address() as AddressInfo).port;
	base = `http://127.0.0.1:${port}`;
});

afterAll(() => {
	server.closeAllConnections();
	server.close();
});

async function problemOf(url: string, init: Partial<OutboundInit> = {}): Promise<OutboundError> {
	const call = outboundFetch(url, { ...limits, ...init }).then((response) => response.text());
	const problem = await call.then(
		(text) => new Error(`answered ${text}`),
		(error: unknown) => error,
	);
	expect(problem).toBeInstanceOf(OutboundError);
	return problem as OutboundError;
}

test("an allowed call sends method, headers and body and gives the answer", async () => {
	const response = await outboundFetch(`${base}/echo?q=1`, {
		...limits,
		allowPrivate: true,
		method: "POST",
		headers: { "content-type": "text/plain" },
		body: "käse",
	});
	expect(response.status).toBe(200);
	expect(await response.text()).toBe("hello");
	expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
	expect(seen.at(-1)).toEqual({ method: "POST", url: "/echo?q=1", host: `127.0.0.1:${port}`, body: "käse" });
});

test("an answer of any status is an answer, with or without a body", async () => {
	expect((await outboundFetch(`${base}/missing`, { ...limits, allowPrivate: true })).status).toBe(404);
	const empty = await outboundFetch(`${base}/empty`, { ...limits, allowPrivate: true });
	expect([empty.status, await empty.text()]).toEqual([204, ""]);
});

test("a call inside a database transaction is refused before anything is sent", async () => {
	const before = seen.length;
	const call = insideTransaction(async () => outboundFetch(base, { ...limits, allowPrivate: true }));
	await expect(call).rejects.toThrow("refused while a transaction is open");
	expect(seen.length).toBe(before);
});

test.each([
	"http://127.0.0.1",
	"http://localhost",
	"http://localhost.",
	"http://api.localhost",
	"http://2130706433",
	"http://127.1",
	"http://0x7f.0.0.1",
	"http://0177.0.0.1",
	"http://①②⑦.0.0.1",
	"http://0.0.0.0",
	"http://[::1]",
	"http://[::]",
	"http://[::ffff:127.0.0.1]",
	"http://[::ffff:7f00:1]",
	"http://[::127.0.0.1]",
	"http://[64:ff9b::127.0.0.1]",
])("a loopback address in any spelling is refused and never called: %s", async (origin) => {
	const before = seen.length;
	expect((await problemOf(`${origin}:${port}/`)).kind).toBe("refused-address");
	expect(seen.length).toBe(before);
});

test.each([
	["10.1.2.3", false],
	["172.16.0.1", false],
	["192.168.1.1", false],
	["169.254.169.254", false],
	["100.64.0.1", false],
	["198.18.0.1", false],
	["192.0.2.1", false],
	["224.0.0.1", false],
	["240.0.0.1", false],
	["255.255.255.255", false],
	["fe80::1", false],
	["fe80::1%eth0", false],
	["fc00::1", false],
	["fec0::1", false],
	["2002:7f00:1::", false],
	["2001::1", false],
	["2001:db8::1", false],
	["64:ff9b:1::a00:1", false],
	["64:ff9b::a00:1", false],
	["::ffff:0:10.0.0.1", false],
	["4000::1", false],
	["not an address", false],
	["8.8.8.8", true],
	["2606:4700::1111", true],
	["::ffff:8.8.8.8", true],
	["64:ff9b::8.8.8.8", true],
])("whether %s is public: %s", (address, expected) => {
	expect(isPublicAddress(address)).toBe(expected);
});

test("a name that leads to a private address is refused, also when a public one stands beside it", async () => {
	const before = seen.length;
	const inside = await problemOf(`http://inside.example:${port}/`, { resolve: async () => ["127.0.0.1"] });
	expect(inside.kind).toBe("refused-address");
	const mixed = await problemOf(`http://mixed.example:${port}/`, { resolve: async () => ["8.8.8.8", "127.0.0.1"] });
	expect(mixed.kind).toBe("refused-address");
	expect(seen.length).toBe(before);
});

test("a name is resolved once, and the connection goes to the address that was checked", async () => {
	let times = 0;
	const resolve = async () => {
		times += 1;
		return times === 1 ? ["127.0.0.1"] : ["127.0.0.2"];
	};
	const response = await outboundFetch(`http://rebind.example:${port}/pinned`, {
		...limits,
		allowPrivate: true,
		resolve,
	});
	expect(await response.text()).toBe("hello");
	expect(times).toBe(1);
	expect(seen.at(-1)).toMatchObject({ url: "/pinned", host: `rebind.example:${port}` });
});

test("a redirect comes back as it is and is not followed", async () => {
	const before = seen.length;
	const response = await outboundFetch(`${base}/redirect`, {
		...limits,
		allowPrivate: true,
		method: "POST",
		body: "x",
	});
	expect([response.status, response.headers.get("location")]).toEqual([307, "/private"]);
	expect(seen.slice(before).map((request) => request.url)).toEqual(["/redirect"]);
});

test("other schemes, credentials in the address and nonsense are refused", async () => {
	for (const url of ["file:///etc/passwd", "ftp://example.com/", "gopher://x", "nonsense", "http://a:b@example.com/"]) {
		expect((await problemOf(url)).kind).toBe("refused-address");
	}
});

test("an answer over the limit is cut off, told by its length or not", async () => {
	expect((await problemOf(`${base}/large`, { allowPrivate: true })).kind).toBe("too-large");
	expect((await problemOf(`${base}/endless`, { allowPrivate: true })).kind).toBe("too-large");
	const exact = await outboundFetch(`${base}/large`, { ...limits, maxBytes: 10_001, allowPrivate: true });
	expect((await exact.text()).length).toBe(10_001);
});

test("a server that never answers, or stops in the middle, costs the time given and no more", async () => {
	for (const path of ["/hang", "/stall"]) {
		expect((await problemOf(base + path, { allowPrivate: true, timeoutMs: 150 })).kind).toBe("timeout");
	}
	const slowName = await problemOf("http://slow.example/", { timeoutMs: 100, resolve: () => new Promise(() => {}) });
	expect(slowName.kind).toBe("timeout");
});

test("an answer nobody reads is ended when the time is up", async () => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	const response = await outboundFetch(`${base}/endless`, { ...limits, allowPrivate: true }).finally(() => {
		vi.advanceTimersByTime(limits.timeoutMs);
		vi.useRealTimers();
	});
	await expect(response.text()).rejects.toMatchObject({ kind: "timeout" });
});

test("the caller's own signal stops a call with its own reason", async () => {
	const stop = new AbortController();
	const call = outboundFetch(`${base}/hang`, { ...limits, allowPrivate: true, signal: stop.signal });
	setTimeout(() => stop.abort(new Error("enough")), 50);
	await expect(call).rejects.toThrow("enough");
});

test("a broken connection, a closed port, an unknown name and a server that speaks no HTTP are network errors", async () => {
	expect((await problemOf(`${base}/cut`, { allowPrivate: true })).kind).toBe("network");
	const closed = createTcpServer((socket) => socket.resume().end("SSH-2.0-nothing here\r\n"));
	await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
	const other = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/`;
	expect((await problemOf(other, { allowPrivate: true })).kind).toBe("network");
	await new Promise((resolve) => closed.close(resolve));
	const refused = await problemOf(other, { allowPrivate: true });
	expect([refused.kind, refused.message]).toEqual(["network", `${new URL(other).host} refused the connection`]);
	const unknown = await problemOf("http://gone.example/", { resolve: () => Promise.reject(new Error("ENOTFOUND")) });
	expect([unknown.kind, unknown.message]).toEqual(["network", "The name gone.example does not resolve"]);
});

test("a tenant's address can be checked when it is saved", async () => {
	await expect(
		checkOutboundUrl("https://hooks.example/x", { resolve: async () => ["8.8.8.8"] }),
	).resolves.toBeUndefined();
	await expect(checkOutboundUrl("http://169.254.169.254/latest")).rejects.toMatchObject({ kind: "refused-address" });
	const hanging = checkOutboundUrl("http://slow.example", { timeoutMs: 50, resolve: () => new Promise(() => {}) });
	await expect(hanging).rejects.toMatchObject({ kind: "timeout" });
});
