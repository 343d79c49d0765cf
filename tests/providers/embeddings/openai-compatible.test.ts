import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type EmbeddingConfig, openEmbeddings } from "#app/providers/embeddings/openai-compatible.ts";
import { EmbeddingError } from "#app/providers/embeddings/port.ts";
import {
	EMBEDDING_KEY,
	type EmbeddingReply,
	type EmbeddingStandIn,
	startEmbeddings,
} from "#tests/standins/embeddings.ts";
import { closedPort } from "#tests/standins/smtp.ts";

let server: EmbeddingStandIn;
beforeEach(async () => {
	server = await startEmbeddings();
});
afterEach(() => server.stop());

const open = (more: Partial<EmbeddingConfig> = {}) =>
	openEmbeddings({ baseUrl: `${server.url}/v1/`, model: "small-1", apiKey: EMBEDDING_KEY, ...more });

/** What a call fails with, after this reply. */
async function failure(reply: EmbeddingReply | undefined, more: Partial<EmbeddingConfig> = {}, texts = ["A", "B"]) {
	if (reply) server.replies.push(reply);
	const error = await open(more)
		.embed(texts)
		.then(
			() => new Error("it answered"),
			(thrown: Error) => thrown,
		);
	expect(error).toBeInstanceOf(EmbeddingError);
	expect(error.message).not.toContain(EMBEDDING_KEY);
	return error as EmbeddingError;
}

describe("vectors by OpenAI's interface", () => {
	test("KB-3: the stand-in speaks as OpenAI's own client expects", async () => {
		const client = new OpenAI({ apiKey: EMBEDDING_KEY, baseURL: `${server.url}/v1`, maxRetries: 0 });
		const { data } = await client.embeddings.create({ model: "small-1", input: ["Lamps glow", "Posts stand"] });
		const theirs = [...data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
		const ours = await open().embed(["Lamps glow", "Posts stand"]);
		expect(ours.map((one) => one.map((value) => value.toFixed(5)))).toEqual(
			theirs.map((one) => one.map((value) => value.toFixed(5))),
		);
		server.replies.push({ status: 429, code: "rate_limit_exceeded", headers: { "retry-after": "7" } });
		await expect(client.embeddings.create({ model: "small-1", input: "x" })).rejects.toMatchObject({
			status: 429,
			code: "rate_limit_exceeded",
		});
	});

	test("KB-3: many texts go in calls of 64, and each gets its own vector back in order", async () => {
		const texts = Array.from({ length: 150 }, (_, index) => `word${"abcdefghij"[index % 10]} thing`);
		const vectors = await open().embed(texts);
		expect(server.asked.map(({ input }) => input.length)).toEqual([64, 64, 22]);
		const [again] = await open().embed([texts[77]!]);
		expect(vectors[77]).toEqual(again);
		expect(vectors[78]).not.toEqual(again);
	});

	test("KB-3: a size is asked for and is part of the name, also of an earlier model's", async () => {
		const one = open({ model: "large", dimensions: 16 });
		expect(one.model).toBe("large@16");
		expect((await one.embed(["x"]))[0]).toHaveLength(16);
		const other = one.by!("large@32");
		expect(other.model).toBe("large@32");
		expect((await other.embed(["x"]))[0]).toHaveLength(32);
		expect(one.by!("small-2").model).toBe("small-2");
		expect((await one.by!("small-2").embed(["x"]))[0]).toHaveLength(24);
	});

	test.each([
		["a wrong key", { status: 401 }, true],
		["an unknown model", { status: 404 }, true],
		["a request it does not take", { status: 400 }, true],
		["a redirect, which is not followed", { status: 307, headers: { location: "http://127.0.0.1/" } }, true],
		["a quota that is used up, which waiting does not mend", { status: 429, code: "insufficient_quota" }, true],
		["too many calls", { status: 429 }, false],
		["a failure of its own", { status: 500 }, false],
		["overload", { status: 503 }, false],
		["a connection that breaks", { fault: "drop" }, false],
		["what is no JSON", { body: "<html>Bad gateway</html>" }, false],
		["another shape", { body: '{"data":"none"}' }, false],
		["fewer vectors than texts", { body: '{"data":[{"index":0,"embedding":[1,0,0,0,0,0,0,0]}]}' }, false],
		[
			"numbers that are words",
			{ body: '{"data":[{"index":0,"embedding":["a","b"]},{"index":1,"embedding":[]}]}' },
			false,
		],
		[
			"one text twice",
			{ body: JSON.stringify({ data: [0, 0].map((index) => ({ index, embedding: Array(8).fill(1) })) }) },
			false,
		],
		[
			"zeros, which have no direction",
			{ body: JSON.stringify({ data: [0, 1].map((index) => ({ index, embedding: Array(8).fill(0) })) }) },
			false,
		],
	] as [string, EmbeddingReply, boolean][])(
		"KB-3: says of %s whether another try could help",
		async (_, reply, isPermanent) => {
			expect((await failure(reply)).isPermanent).toBe(isPermanent);
		},
	);

	test("KB-3: the wait that a provider asks for is passed on, in seconds or as a date, an hour at most", async () => {
		const wait = async (header: string) =>
			(await failure({ status: 429, headers: { "retry-after": header } })).retryAfterMs;
		expect(await wait("12")).toBe(12_000);
		const date = await wait(new Date(Date.now() + 90_000).toUTCString());
		expect(date).toBeGreaterThan(80_000);
		expect(date).toBeLessThanOrEqual(90_000);
		expect(await wait("999999")).toBe(3_600_000);
		expect(await wait("soon")).toBeNull();
		expect((await failure({ status: 429 })).retryAfterMs).toBeNull();
	});

	test("KB-3: a provider that is silent, before or within its answer, is given up", async () => {
		for (const fault of ["hang", "hang-half"] as const) {
			const error = await failure({ fault }, { timeoutMs: 200 });
			expect(error).toMatchObject({ isPermanent: false, message: expect.stringContaining("did not answer in time") });
		}
		const gone = await failure(undefined, { baseUrl: `http://127.0.0.1:${await closedPort()}/v1` });
		expect(gone).toMatchObject({ isPermanent: false, message: expect.stringContaining("could not be reached") });
	});

	test("KB-3: whoever asked may leave", async () => {
		server.replies.push({ fault: "hang" });
		await expect(open().embed(["x"], AbortSignal.timeout(50))).rejects.toBeInstanceOf(EmbeddingError);
	});

	test("KB-3: vectors of another size than was asked for, or larger than an index takes, are refused", async () => {
		const wrong = await failure({ size: 12 }, { dimensions: 16 });
		expect(wrong).toMatchObject({ isPermanent: true, message: expect.stringMatching(/12 places, 16 were asked for/) });
		expect((await failure({ size: 4_001 })).isPermanent).toBe(true);
		const body = JSON.stringify({ data: [8, 9].map((size, index) => ({ index, embedding: Array(size).fill(1) })) });
		expect((await failure({ body })).message).toContain("8 and 9 places");
	});
});
