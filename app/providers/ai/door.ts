import { assertOutsideTransaction } from "#app/base/transaction-guard.ts";
import { type Breaker, type BreakerConfig, openBreaker } from "./breaker.ts";
import type { Call } from "./call.ts";
import { converse, type Question, type Result } from "./conversation.ts";
import { checkOrder, type OrderConfig, orderFor, purposeOf } from "./order.ts";
import type { Answer, Ask, Attempt, ModelProvider, Models, TokenUsage } from "./port.ts";
import { type ModelPrice, modelCostMicros } from "./prices.ts";
import { openProvider, type ProviderConfig } from "./providers.ts";

export type ModelsConfig = OrderConfig & {
	providers: ProviderConfig[];
	/** Of an answer, when neither the question nor its purpose says. */
	maxTokens?: number;
	/** Milliseconds: to the first word (10,000), of silence after it (15,000), and for a whole question (60,000). */
	firstTokenMs?: number;
	silenceMs?: number;
	totalMs?: number;
	breaker?: BreakerConfig;
	/** Milliseconds since 1970, for the breakers. */
	clock?: () => number;
};

/** With less time left than this, no further provider is asked. */
const TOO_LATE_MS = 50;

type Entry = { provider: ModelProvider; breaker: Breaker; config: ProviderConfig };

/**
 * The one door to models (AI-1): the providers of a purpose are asked in order until one answers. With none, or when
 * all fail, the outcome is `unavailable` and the caller takes its rules path. Throws for a configuration that names
 * a provider which does not exist.
 */
export function openModels(config: ModelsConfig): Models {
	const breaker = config.breaker ?? { failures: 3, coolDownMs: 30_000 };
	const clock = config.clock ?? Date.now;
	const entries = new Map<string, Entry>();
	for (const one of config.providers) {
		if (entries.has(one.name)) throw new Error(`Two AI providers are called ${JSON.stringify(one.name)}.`);
		entries.set(one.name, { provider: openProvider(one), breaker: openBreaker(breaker, clock), config: one });
	}
	checkOrder(config, new Set(entries.keys()));
	return {
		ask: (question) => ask(config, entries, question),
		has: (purpose) => orderFor(config, purpose, "").length > 0,
		health: () =>
			[...entries.values()].map(({ provider, breaker }) => ({
				provider: provider.name,
				model: provider.model,
				...breaker.snapshot(),
			})),
	};
}

async function ask<T>(config: ModelsConfig, entries: Map<string, Entry>, asked: Ask<T>): Promise<Answer<T>> {
	assertOutsideTransaction("Asking a model");
	const question = prepare(config, asked);
	const started = performance.now();
	const deadline = started + (config.totalMs ?? 60_000);
	const attempts: Attempt[] = [];
	const close = (result: Result<T> | null, provider: string | null) => answerOf(result, provider, attempts, started);
	for (const name of orderFor(config, question.purpose, question.splitKey)) {
		const entry = entries.get(name);
		if (!entry || deadline - performance.now() < TOO_LATE_MS) break;
		if (question.signal?.aborted) return close(stoppedEmpty(entry), name);
		if (!entry.breaker.enter()) {
			attempts.push(skipped(entry));
			continue;
		}
		const result = await askOne(config, entry, question, deadline, attempts);
		if (result.outcome !== "failed") return close(result, name);
	}
	return close(null, null);
}

async function askOne<T>(
	config: ModelsConfig,
	entry: Entry,
	question: Question<T>,
	deadline: number,
	attempts: Attempt[],
): Promise<Result<T>> {
	const { provider, breaker, config: own } = entry;
	const listener = listenerOf(question);
	const firstTokenMs = own.firstTokenMs ?? config.firstTokenMs ?? 10_000;
	const hurried = deadline - performance.now() < firstTokenMs;
	const limits = () => ({
		firstTokenMs,
		silenceMs: own.silenceMs ?? config.silenceMs ?? 15_000,
		totalMs: Math.max(1, Math.min(own.totalMs ?? Number.POSITIVE_INFINITY, deadline - performance.now())),
	});
	const result = await converse(provider, question, limits, listener.onText, (step, call, outcome, reason) =>
		attempts.push(attemptOf(entry, step, call, outcome, reason)),
	);
	// What others left of the time was less than this one may take: being slow then is not its fault.
	const excused = hurried && attempts.at(-1)?.outcome === "slow";
	if (result.outcome === "stopped" || excused) breaker.left();
	else if (result.faulty) breaker.failed(result.reason ?? "It failed.");
	else breaker.succeeded();
	if (result.outcome === "failed") listener.restart();
	return result;
}

function prepare<T>(config: ModelsConfig, asked: Ask<T>): Question<T> {
	const messages = asked.messages.filter(({ content }) => content.trim() !== "");
	if (messages.at(-1)?.role !== "user") throw new TypeError("A question to a model has to end with a user's message.");
	const maxTokens = asked.maxTokens ?? purposeOf(config, asked.purpose)?.maxTokens ?? config.maxTokens ?? 1024;
	return { ...asked, messages, maxTokens };
}

/** Passes text on as it comes, but for structured answers. A listener that throws is not told any more. */
function listenerOf<T>(question: Question<T>) {
	let told = false;
	let gone = question.schema !== undefined;
	const tell = (act: () => void) => {
		if (gone) return;
		try {
			act();
		} catch {
			gone = true;
		}
	};
	return {
		onText(text: string) {
			told = true;
			tell(() => question.onText?.(text));
		},
		restart: () => told && tell(() => question.onRestart?.()),
	};
}

function attemptOf(
	entry: Entry,
	step: Attempt["step"],
	call: Call,
	outcome: Attempt["outcome"],
	reason: string | null,
): Attempt {
	const { provider, config } = entry;
	const { usage, model, firstTokenMs, latencyMs } = call;
	const costMicros = usage ? modelCostMicros(model, usage, priceOf(config)) : costOfSilence(call, outcome);
	return { provider: provider.name, model, step, outcome, reason, usage, costMicros, firstTokenMs, latencyMs };
}

/** A request that was turned away or never arrived costs nothing; one that broke off costs an unknown sum. */
function costOfSilence(call: Call, outcome: Attempt["outcome"]): number | null {
	const turnedAway = outcome === "denied" || outcome === "limited" || outcome === "unreachable";
	return turnedAway && call.firstTokenMs === null ? 0 : null;
}

function priceOf(config: ProviderConfig): ModelPrice | undefined {
	return config.price ?? (config.kind === "ollama" ? { input: 0, output: 0 } : undefined);
}

function skipped({ provider, breaker }: Entry): Attempt {
	const { lastError } = breaker.snapshot();
	return {
		provider: provider.name,
		model: provider.model,
		step: "first",
		outcome: "skipped",
		reason: `Left alone for now after failures${lastError ? `: ${lastError}` : "."}`,
		usage: null,
		costMicros: 0,
		firstTokenMs: null,
		latencyMs: 0,
	};
}

function stoppedEmpty({ provider }: Entry): Result<never> {
	return { outcome: "stopped", faulty: false, reason: null, text: "", json: null, model: provider.model };
}

function answerOf<T>(
	result: Result<T> | null,
	provider: string | null,
	attempts: Attempt[],
	started: number,
): Answer<T> {
	const usages = attempts.flatMap(({ usage }) => (usage ? [usage] : []));
	const costs = attempts.map(({ costMicros }) => costMicros);
	return {
		outcome: result && result.outcome !== "failed" ? result.outcome : "unavailable",
		source: result ? "model" : "rules",
		text: result?.text ?? "",
		json: result?.json ?? null,
		provider,
		model: result?.model ?? null,
		usage: usages.length ? usages.reduce(add) : null,
		costMicros: costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
		latencyMs: Math.round(performance.now() - started),
		attempts,
	};
}

function add(a: TokenUsage, b: TokenUsage): TokenUsage {
	return { inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens };
}
