import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, test } from "vitest";
import { AppError, tooMany } from "#app/base/errors.ts";
import { answerOptions, readAddress, refuseEntry } from "#app/doors/entrance/entrance.ts";
import { passesOriginGate } from "#app/doors/entrance/gate.ts";
import { newNonce, securityHeaders } from "#app/doors/entrance/security-headers.ts";
import { guarded } from "#app/doors/page.ts";
import { clientAddress } from "#app/doors/request.ts";
import { handleDataRequest } from "#app/entry.server.tsx";
import { testEnv } from "#tests/support/house.ts";

beforeAll(() => testEnv());

const message = (method: string, url: string, headers: Record<string, string> = {}) =>
	({ method, url, headers }) as unknown as IncomingMessage;

describe("an address", () => {
	test.each([
		"//evil.test/",
		"/\\evil.test",
		"/a\\b",
		"/%00",
		"/%zz",
		"/a b",
		"/.//evil.test",
		"ftp://x/",
		"javascript:1",
	])("%s is refused with 400", (url) => expect(readAddress(message("GET", url))).toMatchObject({ status: 400 }));

	test("is read the same by all: without its host, with its dots taken out", () => {
		for (const [asked, read] of [
			["http://evil.test/leads?x=1", "/leads?x=1"],
			["/a/../leads", "/leads"],
			["/%6ceads", "/%6ceads"],
		]) {
			const url = readAddress(message("GET", asked!)) as URL;
			expect(url.pathname + url.search).toBe(read);
		}
	});

	test("is refused when it is endless (414), and so is a method that nothing here has (405)", () => {
		expect(readAddress(message("GET", `/${"a".repeat(9_000)}`))).toMatchObject({ status: 414 });
		for (const method of ["TRACE", "PROPFIND", "CONNECT"]) {
			expect(readAddress(message(method, "/"))).toMatchObject({ status: 405 });
		}
	});
});

test("OPTIONS on a page is answered with what pages take, before any loader; endpoints answer for themselves", async () => {
	const server = createServer((asked, response) => {
		if (!answerOptions(asked, response, new URL(asked.url!, "http://localhost").pathname)) response.end("further");
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const ask = async (method: string, path: string) => {
		const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method });
		return [answer.status, answer.headers.get("Allow"), await answer.text()];
	};
	expect(await ask("OPTIONS", "/leads")).toEqual([204, "GET, HEAD, POST, OPTIONS", ""]);
	expect(await ask("GET", "/leads")).toEqual([200, null, "further"]);
	expect(await ask("OPTIONS", "/api/v1/leads")).toEqual([200, null, "further"]);
	server.close();
});

test("a refusal's data says when to ask again, as the page would; an answer says nothing of the kind", async () => {
	const context = { requestId: "test", nonce: "", ip: undefined };
	const args = { request: new Request("http://localhost/leads"), context };
	const refused = guarded(args, async () => {
		throw tooMany(7);
	});
	await expect(refused).rejects.toMatchObject({ status: 429 });
	const told = (status: number) => handleDataRequest(new Response("", { status }), { context } as never);
	expect(told(429).headers.get("Retry-After")).toBe("7");
	expect(told(200).headers.get("Retry-After")).toBe(null);
});

describe("what comes before Remix", () => {
	const status = (method: string, url: string, headers: Record<string, string>) => {
		const refusal = refuseEntry(message(method, url, headers), new URL(url, "http://localhost"));
		return refusal instanceof AppError ? refusal.status : undefined;
	};

	test("refuses forms that are too large or do not say how large they are, and lists of paths without end", () => {
		expect(status("POST", "/leads", { "content-length": "3000000" })).toBe(413);
		expect(status("POST", "/leads", { "transfer-encoding": "chunked" })).toBe(411);
		expect(status("POST", "/leads", { "content-length": "300" })).toBeUndefined();
		expect(status("GET", `/__manifest?${"p=/a&".repeat(1_000)}`, {})).toBe(400);
		expect(status("POST", "/leads", { "sec-fetch-site": "cross-site" })).toBe(403);
	});
});

describe("the origin gate", () => {
	const passes = (headers: Record<string, string>, method = "POST") =>
		passesOriginGate({ method, headers: new Headers(headers) });

	test.each<[string, Record<string, string>, boolean]>([
		["a form of ours", { "sec-fetch-site": "same-origin", origin: "http://localhost:3000" }, true],
		["another site", { "sec-fetch-site": "cross-site" }, false],
		["a sibling domain", { "sec-fetch-site": "same-site" }, false],
		["a browser's own act with a foreign origin", { "sec-fetch-site": "none", origin: "https://evil.test" }, false],
		["our origin", { origin: "http://localhost:3000", cookie: "perigee=x" }, true],
		["another port", { origin: "http://localhost:3001" }, false],
		["another scheme", { origin: "https://localhost:3000" }, false],
		["a subdomain", { origin: "http://a.localhost:3000" }, false],
		["our name as a prefix", { origin: "http://localhost:3000.evil.test" }, false],
		["an opaque origin", { origin: "null" }, false],
		["a cookie and no word of where from", { cookie: "perigee=x" }, false],
		["a forwarded host that says it is ours", { origin: "https://evil.test", "x-forwarded-host": "evil.test" }, false],
		["no cookie and no browser", {}, true],
	])("%s", (_who, headers, expected) => {
		for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(passes(headers, method)).toBe(expected);
	});

	test("lets reading through", () => {
		for (const method of ["GET", "HEAD", "OPTIONS"])
			expect(passes({ "sec-fetch-site": "cross-site" }, method)).toBe(true);
	});
});

describe("a client's address", () => {
	test("is the socket's, whatever the client says", () => {
		expect(clientAddress("::ffff:10.0.0.9", "1.2.3.4")).toBe("10.0.0.9");
	});

	test("is what our own proxy wrote last, behind one", () => {
		testEnv({ TRUST_PROXY: "true" });
		expect(clientAddress("10.0.0.9", "6.6.6.6, 1.2.3.4")).toBe("1.2.3.4");
		expect(clientAddress("10.0.0.9", "6.6.6.6, nonsense")).toBe("10.0.0.9");
		expect(clientAddress("10.0.0.9", undefined)).toBe("10.0.0.9");
		testEnv();
	});
});

test("SEC-2 every answer's policy admits scripts by nonce only; HSTS is for https", () => {
	const headers = securityHeaders("abc", false);
	expect(headers["Content-Security-Policy"]).toContain("script-src 'self' 'nonce-abc'");
	expect(headers["Content-Security-Policy"]).not.toContain("unsafe");
	expect(headers["Content-Security-Policy"]).toContain("frame-ancestors 'none'");
	expect(headers["Strict-Transport-Security"]).toBeUndefined();
	expect(securityHeaders("abc", true)["Strict-Transport-Security"]).toContain("max-age=");
	expect(newNonce()).not.toBe(newNonce());
});
