import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { newToken } from "#app/base/tokens.ts";
import { signUp } from "#app/domain/identity/account/sign-up.ts";
import { localPath } from "#app/doors/page.ts";
import { addressBucket, hasRate, takeRate } from "#app/doors/rates/rate-limit.ts";
import type { Args } from "#app/doors/request.ts";
import { findPerson, signInCookie, signOutCookie } from "#app/doors/session.ts";
import { themeCookie } from "#app/doors/theme.ts";
import { action as askReset } from "#app/routes/identity/ask-reset.tsx";
import { action as signInAction, loader as signInLoader } from "#app/routes/identity/sign-in.tsx";
import { action as signUpAction } from "#app/routes/identity/sign-up.tsx";
import { asSystem } from "#db/context.ts";
import { openTestHouse, testEnv } from "#tests/support/house.ts";

const PASSWORD = "long enough";

describe("the sign-in page", () => {
	beforeAll(() => openTestHouse());
	beforeEach(async () => {
		testEnv();
		await asSystem((db) => db.deleteFrom("rate_limits").execute());
	});

	test("ID-1 the session cookie is HttpOnly, Lax and for the whole host; Secure and __Host- exactly over https", async () => {
		expect(attributes(await signInCookie("t"))).toEqual(["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"]);
		expect(await signInCookie("t")).toMatch(/^perigee=/);
		testEnv({ PUBLIC_URL: "https://perigee.test" });
		for (const cookie of [await signInCookie("t"), await signOutCookie(), await themeCookie().serialize("dark")]) {
			expect(cookie).toMatch(/^__Host-/);
			expect(attributes(cookie)).toEqual(expect.arrayContaining(["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]));
			expect(cookie).not.toMatch(/domain/i);
		}
		expect(await signOutCookie()).toMatch(/Max-Age=0/);
	});

	test("ID-1 a token in the cookie opens nothing unless it was given out", async () => {
		for (const token of [newToken(), "", "x".repeat(43), "' or 1=1"]) {
			expect(await findPerson(request("/today", { cookie: await signInCookie(token) }))).toBeUndefined();
		}
	});

	test("ID-1 signing in does not raise a session that the browser brought along", async () => {
		const email = await person();
		const planted = await signInCookie(newToken());
		const { cookie } = await signIn(email, PASSWORD, { cookie: planted });
		expect(cookie).toBeTruthy();
		expect(cookie).not.toBe(planted.split(";")[0]);
		expect(await findPerson(request("/today", { cookie: planted }))).toBeUndefined();
		expect((await findPerson(request("/today", { cookie })))?.email).toBe(email);
	});

	test("ID-1 signing in again on the same browser ends the session it replaces", async () => {
		const email = await person();
		const first = await signIn(email, PASSWORD);
		const second = await signIn(email, PASSWORD, { cookie: first.cookie });
		expect(await findPerson(request("/today", { cookie: first.cookie }))).toBeUndefined();
		expect(await findPerson(request("/today", { cookie: second.cookie }))).toBeDefined();
	});

	test("ID-1 guessing is answered 429 with Retry-After, for known and unknown addresses alike", async () => {
		for (const email of [await person(), `nobody-${newId()}@firm.test`]) {
			const statuses: number[] = [];
			let last: Awaited<ReturnType<typeof signIn>> | undefined;
			for (let guess = 0; guess < 11; guess++) {
				last = await signIn(email, "wrong password", { ip: "198.51.100.7" });
				statuses.push(last.status);
			}
			expect(statuses).toEqual([...Array(10).fill(422), 429]);
			expect(Number(last?.headers.get("Retry-After"))).toBeGreaterThan(0);
		}
	});

	test("ID-1 a stranger who guesses does not lock the owner out", async () => {
		const email = await person();
		const { device } = await signIn(email, PASSWORD, { ip: "192.0.2.1" });
		for (let guess = 0; guess < 120; guess++) {
			await hasRate(email, "sign-in-everywhere");
			await hasRate(addressBucket("192.0.2.1"), "sign-in-address");
		}
		expect((await signIn(email, PASSWORD, { ip: "192.0.2.1" })).status).toBe(429);
		expect((await signIn(email, PASSWORD, { ip: "192.0.2.1", cookie: device })).status).toBe(303);
		const other = await person();
		expect((await signIn(other, PASSWORD, { ip: "192.0.2.1", cookie: device })).status).toBe(429);
	});

	test("ID-1 signing in rightly is not counted as guessing", async () => {
		const email = await person();
		for (let time = 0; time < 15; time++) expect((await signIn(email, PASSWORD)).status).toBe(303);
	});

	test("ID-1 addresses of version 6 are counted by their network", () => {
		expect(addressBucket("2001:db8:1:2:3:4:5:6")).toBe(addressBucket("2001:db8:1:2:ffff::1"));
		expect(addressBucket("2001:db8:1:3::1")).not.toBe(addressBucket("2001:db8:1:2::1"));
		expect(addressBucket("::ffff:192.0.2.1")).toBe(addressBucket("192.0.2.1"));
		expect(addressBucket(undefined)).toBe("unknown");
	});

	test("ID-1 the same answer to a reset and a sign-up for a known and an unknown address", async () => {
		const known = await person();
		const answers = [];
		for (const email of [known, `nobody-${newId()}@firm.test`]) {
			const reset = await post(askReset, "/reset-password", { email }, { ip: "192.0.2.9" });
			const again = await post(askReset, "/reset-password", { email }, { ip: "192.0.2.9" });
			const up = { name: "Ann", organisation: "Firm", email, password: PASSWORD };
			const signedUp = await post(signUpAction, "/sign-up", up, { ip: "192.0.2.9" });
			const { initialValue: _, ...shown } = reset.body?.result ?? {};
			answers.push([reset.status, shown, reset.body?.detail, again.status, signedUp.status, signedUp.location]);
		}
		expect(answers[0]).toEqual(answers[1]);
		expect(answers[0]).toEqual([200, expect.anything(), { sent: true }, 429, 303, "/sign-up/sent"]);
	});

	test("ID-1 `next` leads to a page of ours and nowhere else", async () => {
		const email = await person();
		expect((await signIn(email, PASSWORD, {}, "/leads?state=new#x")).location).toBe("/leads?state=new#x");
		for (const next of [
			"https://evil.test/",
			"//evil.test",
			"/\\evil.test",
			"/\t/evil.test",
			"/.//evil.test",
			"/..//evil.test",
			"javascript:alert(1)",
			"evil.test",
		]) {
			expect((await signIn(email, PASSWORD, {}, next)).location, next).toBe("/today");
			expect(localPath(next, "/safe"), next).toBe("/safe");
			const url = `/sign-in?next=${encodeURIComponent(next)}`;
			expect(await signInLoader(request(url) as never), next).toEqual({ next: "" });
		}
	});

	test("ID-1 a wrong form keeps what was typed, but not the password", async () => {
		const { status, body } = await signIn("no address", "secret words");
		expect(status).toBe(422);
		expect(JSON.stringify(body)).toContain("no address");
		expect(JSON.stringify(body)).not.toContain("secret words");
	});

	test("a bucket fills up again with time and never beyond its size", async () => {
		await takeRate("once", "mail");
		expect(await hasRate("once", "mail")).toBe(false);
		await asSystem((db) =>
			db
				.updateTable("rate_limits")
				.set({ full_at: new Date(Date.now() - 86_400_000) })
				.execute(),
		);
		expect(await hasRate("once", "mail")).toBe(true);
		expect(await hasRate("once", "mail")).toBe(false);
	});
});

type From = { ip?: string; cookie?: string };

function request(path: string, from: From = {}, body?: Record<string, string>): Args {
	const headers: Record<string, string> = from.cookie ? { cookie: from.cookie } : {};
	return {
		request: new Request(`http://localhost:3000${path}`, {
			headers,
			...(body ? { method: "POST", body: new URLSearchParams(body) } : {}),
		}),
		context: { requestId: newId(), nonce: "n", ip: from.ip ?? "203.0.113.9" },
		params: {},
	};
}

async function signIn(email: string, password: string, from: From = {}, next = "") {
	return post(signInAction, "/sign-in", { email, password, next }, from);
}

type Body = { result?: Record<string, unknown>; detail?: unknown };

/** What a form's action answers, be it a redirect or the data that draws the page again. */
async function post(action: (args: never) => Promise<unknown>, path: string, body: Record<string, string>, from: From) {
	const reply = await action(request(path, from, body) as never);
	if (reply instanceof Response) {
		const set = reply.headers.getSetCookie();
		const pick = (name: string) => set.find((cookie) => cookie.startsWith(`${name}=`))?.split(";")[0] ?? "";
		return {
			status: reply.status,
			headers: reply.headers,
			location: reply.headers.get("Location"),
			cookie: pick("perigee"),
			device: pick("device"),
		};
	}
	const { data, init } = reply as { data: Body; init?: { status?: number; headers?: Record<string, string> } };
	const headers = new Headers(init?.headers);
	return { status: init?.status ?? 200, headers, location: null, cookie: "", device: "", body: data };
}

function attributes(cookie: string): string[] {
	return cookie
		.split("; ")
		.slice(1)
		.filter((part) => !part.startsWith("Expires="))
		.sort();
}

async function person(): Promise<string> {
	const email = `ann-${newId()}@firm.test`;
	const origin = { ip: undefined, userAgent: undefined, requestId: newId() };
	await signUp({ name: "Ann", email, password: PASSWORD, organisation: "Firm", timeZone: undefined }, origin);
	return email;
}
