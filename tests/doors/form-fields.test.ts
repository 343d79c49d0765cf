import { describe, expect, test } from "vitest";
import { z } from "zod";
import { answerForm } from "#app/doors/form.ts";
import { readFields } from "#app/doors/form-fields.ts";
import { testEnv } from "#tests/support/house.ts";
import { workOf } from "#tests/support/work.ts";

testEnv();

const post = (body: string) =>
	new Request("http://localhost:3000/sign-in", {
		method: "POST",
		body,
		headers: { "content-type": "application/x-www-form-urlencoded" },
	});

const intent = (value: unknown) => `__intent__=${encodeURIComponent(JSON.stringify(value))}`;

describe("the fields of a form", () => {
	test.each([
		"email=a&email=b",
		"touches[0].subject=Hello&touches[12].subject=Bye",
		"places[0].externalId=1&scopes[]=a",
		intent({ type: "insert", payload: { name: "touches", defaultValue: { day: "31" } } }),
		intent({ type: "remove", payload: { name: "touches", index: 3 } }),
		intent({ type: "reorder", payload: { name: "touches", from: 2, to: 1 } }),
		Array.from({ length: 300 }, (_, at) => `places[${at}].id=x`).join("&"),
	])("are read when they are as ours: %.60s", async (body) => {
		expect([...(await readFields(post(body)))].length).toBeGreaterThan(0);
	});

	test.each([
		"email[4294967294]=x",
		"email[99999999]=x",
		"a[9999][9999][9999]=x",
		"a.b.c.d.e.f.g.h=x",
		`${"a".repeat(201)}=x`,
		"__proto__.polluted=1",
		"a.constructor.prototype.polluted=1",
		"a..b=1",
		"a[=1",
		"__state__={}",
		"__intent__=%25",
		"__intent__=null",
		`${intent({ type: "remove", payload: { name: "a", index: 1 } })}&${intent({ type: "validate", payload: {} })}`,
		intent({ type: "update", payload: { name: "email[99999999]", value: "x" } }),
		intent({ type: "insert", payload: { name: "email[99999999]" } }),
		intent({ type: "insert", payload: { name: "email", index: 99_999_999 } }),
		intent({ type: "insert", payload: { name: "email", defaultValue: [[[["deep"]]]] } }),
		intent({ type: "reorder", payload: { name: "email", from: 0, to: 99_999_999 } }),
		intent({ type: "constructor" }),
	])("are refused, at once, when they are made to be large or strange: %.60s", async (body) => {
		let refusal: unknown;
		const answer = () =>
			answerForm({ request: post(body) }, z.object({ email: z.string() }), async () => ({ to: "/" }));
		const work = await workOf(() =>
			answer().catch((error: unknown) => {
				refusal = error;
			}),
		);
		expect(refusal).toBeInstanceOf(Response);
		expect((refusal as Response).status).toBe(400);
		expect(work).toBeLessThan(1_000);
	});

	test("are refused when there are too many", async () => {
		const body = Array.from({ length: 2_001 }, (_, at) => `f${at}=`).join("&");
		await expect(readFields(post(body))).rejects.toMatchObject({ status: 413 });
	});
});
