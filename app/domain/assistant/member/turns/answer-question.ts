import { isOverBudget } from "#app/domain/ai/budget.ts";
import { recordAiCall } from "#app/domain/ai/record-call.ts";
import type { Aids, QuestionVector } from "#app/domain/assistant/member/tools/tool.ts";
import type { Answer, Models } from "#app/providers/ai/port.ts";
import { type Ctx, inOrg, type Scope } from "#db/context.ts";
import { answerByRules, type RulesAnswer } from "./answer-by-rules.ts";
import { MEMBER_CHAT, MOST_ROUNDS, phraseAnswer, planCalls } from "./ask-models.ts";
import type { MemberClaim } from "./ask-question.ts";
import { finishMemberAnswer, type KeptAnswer } from "./keep-answer.ts";
import { type OpenQuestion, openQuestion } from "./open-question.ts";
import { runTool } from "./run-tools.ts";
import { sayGathered } from "./say-answer.ts";
import { startMemberWriter } from "./write-answer.ts";

export type AnswerOptions = {
	/** The member's own zone; the organisation's when nobody says. */
	zone?: string | undefined;
	/** Stops the model; what there is of the answer is kept. */
	signal?: AbortSignal | undefined;
	/** Each piece of the answer as it comes, for whoever holds the line open. `null`: what came so far is void. */
	onText?: ((piece: string | null) => void) | undefined;
	/** The question as a vector, where embeddings are configured; asked for before any transaction. */
	embed?: ((text: string) => Promise<QuestionVector | null>) | undefined;
};

type Work = { question: OpenQuestion; aids: Aids; draft: RulesAnswer; mayAsk: boolean };

/**
 * Writes the answer to a member's question, outside any transaction of the caller's, acting as the member of `scope`.
 * The rules go first and call the tools they know; a model, where one is configured and within budget, may call more and
 * says it in better words. Whatever fails leaves the rules' answer. Ends quietly when the claim no longer holds.
 */
export async function answerQuestion(
	scope: Scope,
	claim: MemberClaim,
	models: Models,
	options: AnswerOptions = {},
): Promise<void> {
	const started = performance.now();
	const found = await inOrg(scope, (ctx) => openQuestion(ctx, claim));
	if (!found) return;
	const question = { ...found, zone: options.zone ?? found.zone };
	const vector = (await options.embed?.(question.text).catch(() => null)) ?? null;
	const aids = { zone: question.zone, vector };
	const work = await inOrg(scope, async (ctx): Promise<Work> => {
		const draft = await answerByRules(ctx, question, aids);
		return { question, aids, draft, mayAsk: models.has(MEMBER_CHAT) && !(await isOverBudget(ctx)) };
	});
	if (work.mayAsk) await askModels(scope, claim, models, work, options, started);
	else await finish(scope, claim, rulesAnswer(work, started), []);
	if (!work.mayAsk) options.onText?.(sayGathered(work.draft));
}

function rulesAnswer({ draft }: Work, started: number): KeptAnswer {
	return {
		text: sayGathered(draft),
		sources: draft.sources,
		proposals: draft.proposals,
		source: "rules",
		latencyMs: performance.now() - started,
	};
}

async function askModels(
	scope: Scope,
	claim: MemberClaim,
	models: Models,
	work: Work,
	options: AnswerOptions,
	started: number,
): Promise<void> {
	const writer = startMemberWriter(scope, claim);
	const signal = AbortSignal.any([writer.signal, ...(options.signal ? [options.signal] : [])]);
	const answers: Answer[] = [];
	try {
		await gatherMore(scope, models, work, signal, answers);
		let written = "";
		const answer = await phraseAnswer(models, work.question, work.draft, new Date(), {
			signal,
			onText: (piece) => {
				written += piece;
				writer.write(written);
				options.onText?.(piece);
			},
			onRestart: () => {
				written = "";
				options.onText?.(null);
			},
		});
		answers.push(answer);
		await writer.stop();
		const kept = keptOf(work, answer, written, started);
		if (kept.source === "rules") {
			options.onText?.(null);
			options.onText?.(kept.text);
		}
		await finish(scope, claim, kept, answers);
	} finally {
		await writer.stop();
	}
}

/** Rounds of tools that the model asks for, until it asks for none. */
async function gatherMore(
	scope: Scope,
	models: Models,
	{ question, aids, draft }: Work,
	signal: AbortSignal,
	answers: Answer[],
): Promise<void> {
	// What the rules understood is gathered already, and one look at it is enough.
	for (let round = draft.isKnown ? MOST_ROUNDS - 1 : 0; round < MOST_ROUNDS && !signal.aborted; round++) {
		const { answer, calls } = await planCalls(models, question, draft, new Date(), signal);
		answers.push(answer);
		if (calls.length === 0) return;
		await inOrg(scope, async (ctx) => {
			for (const call of calls) await runTool(ctx, call, aids, draft);
		});
	}
}

function keptOf({ draft }: Work, answer: Answer, written: string, started: number): KeptAnswer {
	const shared = { sources: draft.sources, proposals: draft.proposals, latencyMs: performance.now() - started };
	const { provider, model, usage, costMicros } = answer;
	if (answer.outcome === "stopped" && written.trim() !== "")
		return { ...shared, text: written.trim(), source: "model", provider, model, usage, costMicros, state: "stopped" };
	const text = answer.outcome === "answered" || answer.outcome === "truncated" ? answer.text.trim() : "";
	if (text === "") return { ...shared, text: sayGathered(draft), source: "rules", costMicros };
	const end = answer.outcome === "truncated" ? `${text} … (cut at its length limit)` : text;
	return { ...shared, text: end, source: "model", provider, model, usage, costMicros };
}

async function finish(scope: Scope, claim: MemberClaim, kept: KeptAnswer, answers: readonly Answer[]): Promise<void> {
	await inOrg({ ...scope, now: undefined }, async (ctx: Ctx) => {
		const subject = { type: "assistant-thread", id: claim.threadId };
		for (const answer of answers) await recordAiCall(ctx, { purpose: MEMBER_CHAT, subject, answer });
		if (kept.source === "rules") await recordAiCall(ctx, { purpose: MEMBER_CHAT, subject, rulesMs: kept.latencyMs });
		await finishMemberAnswer(ctx, claim, kept);
	});
}
