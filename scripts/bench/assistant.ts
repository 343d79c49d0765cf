import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { newId } from "#app/base/ids.ts";
import { createApiKey } from "#app/domain/identity/api-keys/create-api-key.ts";
import { asSystem, inOrg } from "#db/context.ts";
import { startPeer, startServer } from "./process.ts";
import { signInForBench } from "./sign-in.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, type Stage, sleep } from "./stage.ts";

const QUESTIONS = Number(process.env.BENCH_QUESTIONS ?? 60);
const WARM = 10;
/** What no rule understands, so that the model is asked which tools to call before it answers. */
const UNKNOWN = "Compare the mood of our letters in spring with those in autumn";
/** What the rules gather for themselves. */
const KNOWN = "What are my open tasks?";

/**
 * The assistant's first token: from the request until the first piece of the answer, with a stand-in for the model that
 * answers at once, less the stand-in's own time for as many calls; beside a bare proxy of the same stand-in. Between the
 * request and the token lie the key, the question kept, the tools that the rules call, and what a model is asked.
 */
export async function assistant({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		const key = await makeKey();
		await house.close();
		const model = await startPeer("model.ts", url);
		const proxy = await startPeer("model-proxy.ts", url, { MODEL_URL: model.url });
		const web = await startServer("web", url, {
			...{ OPENAI_API_KEY: "sk-stand-in", OPENAI_BASE_URL: `${model.url}/v1`, OPENAI_MODEL: "stand-in" },
			ALLOW_PRIVATE_TARGETS: "true",
		});
		try {
			const asks = {
				model: () => firstToken(`${model.url}/v1/chat/completions`, { model: "stand-in", stream: true, messages: [] }),
				proxy: () => firstToken(proxy.url, { message: KNOWN }),
				known: () => firstToken(`${web.url}/api/assistant/stream`, { message: KNOWN }, key),
				unknown: () => firstToken(`${web.url}/api/assistant/stream`, { message: UNKNOWN }, key),
			};
			const times = await interleave(asks);
			const own = median(times.model);
			const line = (what: string, all: readonly number[]) =>
				say(`${what.padEnd(44)} median ${median(all).toFixed(1)} ms, p95 ${quantile(all, 0.95).toFixed(1)} ms`);
			line("the stand-in alone", times.model);
			line("bare proxy of it", times.proxy);
			line("ours, a question that the rules know", times.known);
			line("ours, a question that only a model can plan", times.unknown);
			// The model is asked which tools to call and then for the answer; of an unknown question it may be asked thrice.
			const over = (all: readonly number[]) => median(all) - 2 * own;
			say(
				`overhead (under 50 ms): known ${over(times.known).toFixed(1)} ms, unknown ${over(times.unknown).toFixed(1)} ms, the proxy's ${(median(times.proxy) - own).toFixed(1)} ms`,
			);
		} finally {
			await web.stop();
			await proxy.kill();
			await model.kill();
		}
	});
}

async function interleave<Name extends string>(
	asks: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number[]>> {
	const names = Object.keys(asks) as Name[];
	const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
	for (let round = 0; round < WARM + QUESTIONS; round++) {
		for (const name of names) {
			const took = await asks[name]();
			if (round >= WARM) times[name].push(took);
		}
		// A key may ask ten times a second.
		await sleep(200);
	}
	return times;
}

/** Milliseconds from the request to the first piece of an answer; the rest is read and left. */
async function firstToken(url: string, body: object, key?: string): Promise<number> {
	const headers = { "Content-Type": "application/json", ...(key ? { Authorization: `Bearer ${key}` } : {}) };
	const began = performance.now();
	const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
	if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
	let took: number | undefined;
	let text = "";
	for await (const piece of Readable.fromWeb(response.body as ReadableStream)) {
		text += Buffer.from(piece).toString();
		if (took === undefined && /event: text|"content":"/.test(text)) took = performance.now() - began;
	}
	if (took === undefined) throw new Error(`no answer came from ${url}: ${text.slice(0, 200)}`);
	return took;
}

/** A key of a new organisation's owner, which may ask the assistant. */
async function makeKey(): Promise<string> {
	const org = newId();
	await makeBenchOrg(org);
	await signInForBench(org);
	const owner = await asSystem((db) =>
		db.selectFrom("memberships").select(["id", "user_id", "name"]).where("org_id", "=", org).executeTakeFirstOrThrow(),
	);
	const actor = { kind: "member", id: owner.id, name: owner.name, role: "owner", userId: owner.user_id } as const;
	return inOrg({ org, actor, requestId: "bench" }, async (ctx) => {
		const scopes = ["assistant:use", "contacts:read", "tasks:read", "deals:read", "knowledge:read"] as never;
		return (await createApiKey(ctx, { name: "Bench", scopes })).key;
	});
}
